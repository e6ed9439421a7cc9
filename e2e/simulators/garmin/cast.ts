/** Who the generated athletes are: eight for the demo, and two empty accounts for tests. */

export type Profile = {
  name: string;
  displayName: string;
  /** Chosen so that the last day shows what the profile is for. */
  seed: number;
  /** Usual overnight rMSSD, ms. */
  hrvBaseMs: number;
  restingHeartRateBaseBpm: number;
  sleepBaseMinutes: number;
  weeklyDistanceKilometers: number;
  maxHeartRateBpm: number;
  /** Share of nights on which the watch was worn, apart from the usual gaps. */
  wornFraction: number;
  hasLutealPhase: boolean;
  /** First day of an illness, counted back from the last day. */
  illnessStartsDaysAgo: number | null;
  /** Length of a spell of too much training that ends on the last day. */
  overreachDays: number;
  /** Days at the end for which nothing has come in. */
  silentDays: number;
  /** Days for which the account exists at all; `null` = from the first generated day. */
  accountDays: number | null;
  hasNights: boolean;
  hasWorkouts: boolean;
};

const USUAL = {
  maxHeartRateBpm: 188,
  wornFraction: 1,
  hasLutealPhase: false,
  illnessStartsDaysAgo: null,
  overreachDays: 0,
  silentDays: 0,
  accountDays: null,
  hasNights: true,
  hasWorkouts: true,
};

function profile(
  name: string,
  displayName: string,
  seed: number,
  body: [
    hrvBaseMs: number,
    restingHeartRateBaseBpm: number,
    sleepBaseMinutes: number,
    weeklyKilometers: number,
  ],
  differences: Partial<Profile> = {},
): Profile {
  const [hrvBaseMs, restingHeartRateBaseBpm, sleepBaseMinutes, weeklyDistanceKilometers] = body;
  return {
    ...USUAL,
    name,
    displayName,
    seed,
    hrvBaseMs,
    restingHeartRateBaseBpm,
    sleepBaseMinutes,
    weeklyDistanceKilometers,
    ...differences,
  };
}

/** The eight athletes of the demo, one for every state that a roster shows. */
export const CAST: readonly Profile[] = [
  profile("steady", "Mara Lindqvist", 1, [62, 47, 455, 52], { hasLutealPhase: true }),
  profile("overreach", "Tomas Rehn", 2, [68, 44, 450, 68], { overreachDays: 13 }),
  profile("recent_illness", "Ines Carvalho", 3, [58, 50, 452, 46], { illnessStartsDaysAgo: 34 }),
  profile("ill_now", "Jonas Aker", 4, [64, 48, 448, 50], { illnessStartsDaysAgo: 4 }),
  profile("stale", "Paula Ferrand", 5, [55, 52, 446, 40], { silentDays: 9 }),
  profile("new_user", "Nils Okoye", 6, [71, 46, 458, 38], { accountDays: 15 }),
  profile("short_sleeper", "Greta Solano", 7, [50, 53, 372, 48]),
  profile("patchy", "Oskar Weiland", 8, [47, 55, 442, 42], { wornFraction: 0.57 }),
];

/** Accounts that test what a reader does with little or nothing. */
const SPARSE: readonly Profile[] = [
  profile("no_nights", "Runs Only", 9, [60, 50, 450, 45], { hasNights: false }),
  profile("empty", "Nothing Yet", 10, [60, 50, 450, 45], {
    hasNights: false,
    hasWorkouts: false,
    accountDays: 0,
  }),
];

export function findProfile(name: string): Profile | null {
  return [...CAST, ...SPARSE].find((item) => item.name === name) ?? null;
}

export const PROFILE_NAMES = [...CAST, ...SPARSE].map((item) => item.name);
