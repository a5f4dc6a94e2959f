//! Until when.

words! {
    minutes[n]: "{n} minute" / "{n} minutes", "{n} Minute" / "{n} Minuten";
    hours[n]: "{n} hour" / "{n} hours", "{n} Stunde" / "{n} Stunden";
    tomorrow: "Tomorrow, 9:00", "Morgen, 9:00";
    monday: "Monday, 9:00", "Montag, 9:00";
    other: "Another time", "Anderer Zeitpunkt";
    set: "Set", "Setzen";
    day_and_hour(day, hour): "{day}, {hour}", "{day}, {hour}";
}
