// Reads a feed on standard input with ical.js and writes its dates: [start, end, called off].
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const frontend = createRequire(new URL("../../frontend/package.json", import.meta.url));
const { default: ICAL } = await import(frontend.resolve("ical.js"));

function dates(text) {
  ICAL.TimezoneService.reset();
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  }
  const events = calendar.getAllSubcomponents("vevent").map((one) => new ICAL.Event(one));
  const exceptions = events.filter((one) => one.isRecurrenceException());
  return events.filter((one) => !one.isRecurrenceException()).flatMap((one) => {
    exceptions.filter((other) => other.uid === one.uid).forEach((other) => one.relateException(other));
    return one.isRecurring() ? [...instances(one)] : [shown(one.startDate, one.endDate, one)];
  });
}

function* instances(event) {
  const iterator = event.iterator();
  for (let at = iterator.next(); at; at = iterator.next()) {
    const found = event.getOccurrenceDetails(at);
    yield shown(found.startDate, found.endDate, found.item);
  }
}

function shown(start, end, event) {
  const off = event.component.getFirstPropertyValue("status") === "CANCELLED";
  return [start.toUnixTime(), end.toUnixTime(), off];
}

const feeds = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(feeds.map(dates)));
