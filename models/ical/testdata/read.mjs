// Reads a calendar file from standard input with ical.js, and prints what a calendar program would show of its events:
// with the zones that the file itself describes, and no others.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

ICAL.TimezoneService.reset();
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
const told = calendar.getAllSubcomponents("vevent").map((part) => {
  const event = new ICAL.Event(part);
  const moment = (time) => time && {
    instant: new Date(time.toUnixTime() * 1000).toISOString().replace(".000", ""),
    wall: time.toString(),
    zone: time.zone.tzid,
  };
  return {
    uid: event.uid, title: event.summary, place: event.location, words: event.description, sequence: event.sequence,
    status: part.getFirstPropertyValue("status"), start: moment(event.startDate), end: part.hasProperty("dtend") ? moment(event.endDate) : null,
    by: part.getFirstProperty("organizer").getParameter("cn"), where: part.getFirstPropertyValue("organizer"),
    alarms: part.getAllSubcomponents("valarm").map((alarm) => alarm.getFirstPropertyValue("trigger").toString()),
  };
});
console.log(JSON.stringify(told));
