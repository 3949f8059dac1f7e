DROP TABLE told_days;
