/** Who is in the demo: one coach, and an athlete for each account that the simulator has. */
import { z } from "zod";
import { findProfile } from "@/e2e/simulators/garmin/cast";

export type DemoPerson = {
  role: "coach" | "athlete";
  name: string;
  email: string;
  /** The simulated Garmin account's key; `null` for the coach. */
  garminKey: string | null;
  /** What the athlete has set; `null` for one who has not yet. */
  maxHeartRateBpm: number | null;
};

export type DemoPlan = {
  password: string;
  people: DemoPerson[];
  /** Keys of simulated accounts that nobody has, for those who sign up in the demo. */
  spareKeys: string[];
};

/** One line of what `--json` prints, and the key that the connect page offers. */
export type SeededAccount = {
  role: string;
  email: string;
  password: string;
  token: string;
  athlete_id: string | null;
  garminKey: string | null;
};

const SimulatedAthlete = z.object({ key: z.string(), profile: z.string() });

const COACH: DemoPerson = {
  role: "coach",
  name: "Clara Boyd",
  email: "clara.boyd@demo.example",
  garminKey: null,
  maxHeartRateBpm: null,
};

/** Has only just come, and shows what pages say while a number is missing. */
const WITHOUT_NUMBERS = "new_user";

/** @param athletes what the simulator's control address lists */
export function listDemoPeople(athletes: unknown): DemoPerson[] {
  const people = z.array(SimulatedAthlete).parse(athletes);
  return [
    COACH,
    ...people.map(({ key, profile }): DemoPerson => {
      const found = findProfile(profile);
      const name = found?.displayName ?? profile;
      const maxHeartRateBpm = profile === WITHOUT_NUMBERS ? null : (found?.maxHeartRateBpm ?? null);
      const email = `${name.toLowerCase().replaceAll(" ", ".")}@demo.example`;
      return { role: "athlete", name, email, garminKey: key, maxHeartRateBpm };
    }),
  ];
}
