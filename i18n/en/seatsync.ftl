## Words shared by pages and letters

day-utc = { $day } (UTC)
