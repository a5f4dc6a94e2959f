//! Until when.

words! {
    minutes[n]: "{n} minute" / "{n} minutes", "{n} Minute" / "{n} Minuten";
    hours[n]: "{n} hour" / "{n} hours", "{n} Stunde" / "{n} Stunden";
    tomorrow: "Tomorrow, 9:00", "Morgen, 9:00";
    monday: "Monday, 9:00", "Montag, 9:00";
    in_days[n]: "In {n} day, 9:00" / "In {n} days, 9:00", "In {n} Tag, 9:00" / "In {n} Tagen, 9:00";
    next_week: "Next week, Monday 9:00", "Nächste Woche, Montag 9:00";
    other: "Another time", "Anderer Zeitpunkt";
    set: "Set", "Setzen";
    move_due: "Change when it is due", "Fälligkeit ändern";
    day_and_hour(day, hour): "{day}, {hour}", "{day}, {hour}";
}
