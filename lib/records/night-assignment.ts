/**
 * Which date a stretch of sleep belongs to, for sources that do not say so: the local
 * date at wake-up, on the clock of the place of waking.
 */
import { type LocalDate, localDateAt } from "@/lib/days";

export type Sleep = { startedAt: Date; endedAt: Date; utcOffsetSecondsAtEnd: number };

export type AssignedSleep<T> = {
  sleep: T;
  localDate: LocalDate;
  /** Real time, not that of the clock on the wall. */
  inBedMinutes: number;
  /** The longest of those that end on its date, however short. */
  isMain: boolean;
};

/** @returns one entry per sleep, in the order given; of equally long ones the earlier is the main one */
export function assignNights<T extends Sleep>(sleeps: readonly T[]): AssignedSleep<T>[] {
  const dated = sleeps.map((sleep) => ({
    sleep,
    localDate: localDateAt(sleep.endedAt, sleep.utcOffsetSecondsAtEnd),
    inBedMinutes: (sleep.endedAt.getTime() - sleep.startedAt.getTime()) / 60_000,
  }));
  const mainByDate = new Map<LocalDate, (typeof dated)[number]>();
  for (const one of dated) {
    const longest = mainByDate.get(one.localDate);
    if (longest === undefined || isLonger(one, longest)) mainByDate.set(one.localDate, one);
  }
  return dated.map((one) => ({ ...one, isMain: mainByDate.get(one.localDate) === one }));
}

type Dated = { sleep: Sleep; inBedMinutes: number };

function isLonger(one: Dated, other: Dated): boolean {
  if (one.inBedMinutes !== other.inBedMinutes) return one.inBedMinutes > other.inBedMinutes;
  return one.sleep.startedAt < other.sleep.startedAt;
}
