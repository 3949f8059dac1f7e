DROP TABLE reset_requests;
DROP TABLE known_networks;
