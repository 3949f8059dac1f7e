## Wörter, die Seiten und Briefe teilen

day-utc = { $day } (UTC)
