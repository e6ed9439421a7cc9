/**
 * Everything the product knows about a metric besides how to compute it. Axes, tables,
 * tooltips and the methods page read from here, so a unit or a caveat is written once.
 */
import { ALGORITHM_VERSION } from "@/lib/recovery/baseline";
import { READINESS_VERSION } from "@/lib/recovery/readiness";
import { SIGNALS_VERSION } from "@/lib/recovery/signals";
import { CURVE_SUMMARY_VERSION } from "@/lib/training/curve-summary";
import { EFFICIENCY_VERSION } from "@/lib/training/efficiency";
import { EFFICIENCY_TREND_VERSION } from "@/lib/training/efficiency-trend";
import { LOAD_DAYS_VERSION } from "@/lib/training/load-days";
import { TRAINING_LOAD_VERSION } from "@/lib/training/training-load";
import { TRIMP_VERSION } from "@/lib/training/trimp";
import { WORKOUT_LOAD_VERSION } from "@/lib/training/workout-load";

/** How far the literature backs what is shown: the measure, and the judgement drawn from it. */
export type EvidenceGrade = "well_evidenced" | "some_evidence" | "convention" | "contested";

export const EVIDENCE_WORDS: Readonly<Record<EvidenceGrade, string>> = {
  well_evidenced: "Well evidenced",
  some_evidence: "Some direct evidence, small or indirect",
  convention: "A convention",
  contested: "Contested",
};

export type MetricDefinition = {
  label: string;
  /** As shown behind the number; hours and minutes for seconds. */
  unit: "ms" | "bpm" | "s" | "%" | "m/beat" | "load" | "";
  fractionDigits: number;
  evidence: EvidenceGrade;
  /** Of the formula; `null` for a value that is shown as the source sent it. */
  algorithmVersion: number | null;
  /** One or two sentences: what it is and where it comes from. */
  source: string;
};

export const METRICS = {
  hrvNight: {
    label: "Night HRV",
    unit: "ms",
    fractionDigits: 0,
    evidence: "well_evidenced",
    algorithmVersion: null,
    source:
      "The average rMSSD of one night, as the watch measured it. Against a chest strap a watch is off by about a tenth, so a small difference between two nights says nothing.",
  },
  hrv7Day: {
    label: "7-day HRV",
    unit: "ms",
    fractionDigits: 0,
    evidence: "well_evidenced",
    algorithmVersion: ALGORITHM_VERSION,
    source:
      "The geometric mean of the last 7 calendar days, from 3 nights on; judged from 4 nights on (Plews et al. 2012 and 2014).",
  },
  hrvUsualRange: {
    label: "Usual HRV range",
    unit: "ms",
    fractionDigits: 0,
    evidence: "convention",
    algorithmVersion: ALGORITHM_VERSION,
    source:
      "Mean and 0.75 standard deviations to both sides, of the logarithm of your nights in the 60 days before the last 7, from 14 nights on. The width was chosen by simulation; above the range is not better.",
  },
  hrvCv7Day: {
    label: "HRV variation, 7 days",
    unit: "%",
    fractionDigits: 1,
    evidence: "some_evidence",
    algorithmVersion: ALGORITHM_VERSION,
    source:
      "Coefficient of variation of the logarithm of the last 7 days, from 5 nights on; often 2 to 6 % (Plews et al. 2012, Flatt and Esco 2015). No rule rests on it.",
  },
  restingHeartRate: {
    label: "Resting heart rate",
    unit: "bpm",
    fractionDigits: 0,
    evidence: "some_evidence",
    algorithmVersion: ALGORITHM_VERSION,
    source:
      "As the watch reports it for the day; it may still change until the day ends. Usual: median of the 60 days before the last 7 with one standard deviation to both sides, from 14 days on.",
  },
  overnightHeartRate: {
    label: "Overnight heart rate",
    unit: "bpm",
    fractionDigits: 0,
    evidence: "some_evidence",
    algorithmVersion: ALGORITHM_VERSION,
    source:
      "The average while asleep. It rises after late exercise, alcohol or with a fever (Alavi et al. 2022). Usual: as for resting heart rate, from 14 nights on.",
  },
  sleep: {
    label: "Sleep",
    unit: "s",
    fractionDigits: 0,
    evidence: "some_evidence",
    algorithmVersion: null,
    source: "Deep, light and REM sleep together, as the watch saw it; time awake is not in it.",
  },
  sleep7Day: {
    label: "7-day sleep",
    unit: "s",
    fractionDigits: 0,
    evidence: "convention",
    algorithmVersion: ALGORITHM_VERSION,
    source:
      "The average of the nights of the last 7 calendar days, from 4 nights on, against the sleep you need: 8 hours unless you say otherwise. A missing night is left out, never counted as zero.",
  },
  garminHrvStatus: {
    label: "Garmin’s HRV status",
    unit: "",
    fractionDigits: 0,
    evidence: "convention",
    algorithmVersion: null,
    source:
      "The watch's own word, shown as it came beside ours. Its bounds are not published, so on some days both differ; ours decides nothing by it.",
  },
  readiness: {
    label: "State of the day",
    unit: "",
    fractionDigits: 0,
    evidence: "convention",
    algorithmVersion: READINESS_VERSION,
    source:
      "Usual, watch or strong signal, by fixed rules over five signals, each with its reason; sick as you said it comes first. One night never changes it alone, and without HRV and heart rate there is none. Confidence is said apart. No score out of 100: one number would hide what is missing.",
  },
  signals: {
    label: "Signals",
    unit: "",
    fractionDigits: 0,
    evidence: "some_evidence",
    algorithmVersion: SIGNALS_VERSION,
    source:
      "HRV over 7 nights, HRV of the night, heart rate, sleep, load: as usual, watch or strong. Heart rate: 3 bpm above usual is watch, 4 bpm on two nights strong (after Alavi et al. 2022). Sleep: under 5 hours, or an hour under need over 7 nights. Load is context and never more than watch.",
  },
  trainingLoad: {
    label: "Load of a workout",
    unit: "load",
    fractionDigits: 0,
    evidence: "some_evidence",
    algorithmVersion: TRIMP_VERSION + WORKOUT_LOAD_VERSION - 1,
    source:
      "Training impulse after Banister (weights of Morton et al. 1990): minutes times share of heart rate reserve times an exponential of it. From samples, else from the average; without heart rate from pace, else from how hard it felt (Foster et al. 2001), both on the scale of an hour at threshold; else none. Which one is said beside it.",
  },
  load7Day: {
    label: "Load, 7 days",
    unit: "load",
    fractionDigits: 0,
    evidence: "convention",
    algorithmVersion: LOAD_DAYS_VERSION,
    source:
      "The sum of 7 days, where all are known: a day of rest is 0 only when something came that day. Usual is the middle half of the 7-day sums of the eight weeks before. How this week compares says nothing about injury (Impellizzeri et al. 2021).",
  },
  fitness: {
    label: "Fitness, fatigue, form",
    unit: "load",
    fractionDigits: 0,
    evidence: "convention",
    algorithmVersion: TRAINING_LOAD_VERSION,
    source:
      "Weighted means of daily load over 42 and 7 days (Banister et al. 1975), shown from 28 known days on. Form is fitness minus fatigue of the evening before. Days that nobody knows of leave both where they were.",
  },
  monotony: {
    label: "Monotony and strain",
    unit: "",
    fractionDigits: 1,
    evidence: "convention",
    algorithmVersion: LOAD_DAYS_VERSION,
    source:
      "Mean over sample standard deviation of 7 daily loads, and the week's load times it (Foster 1998). No rule rests on them.",
  },
  efficiency: {
    label: "Pace at heart rate",
    unit: "m/beat",
    fractionDigits: 2,
    evidence: "convention",
    algorithmVersion: EFFICIENCY_VERSION,
    source:
      "Meters a minute over beats a minute, on the flat that costs the same where there is a curve (Minetti et al. 2002). Only steady outdoor runs of 20 minutes or more compare.",
  },
  efficiencyTrend: {
    label: "Efficiency trend",
    unit: "%",
    fractionDigits: 1,
    evidence: "convention",
    algorithmVersion: EFFICIENCY_TREND_VERSION,
    source:
      "Median of the comparable runs of 28 days against that of the 56 days before, from 4 and 6 runs on. Within 2 % it is called steady.",
  },
  decoupling: {
    label: "Drift within a run",
    unit: "%",
    fractionDigits: 1,
    evidence: "convention",
    algorithmVersion: CURVE_SUMMARY_VERSION,
    source:
      "How much efficiency falls from the first half of the moving time to the second, after the first 10 minutes, from 40 minutes on. Heat and hills move it too.",
  },
} as const satisfies Record<string, MetricDefinition>;

export const METRIC_KEYS = Object.keys(METRICS).filter((key): key is MetricKey => key in METRICS);

export type MetricKey = keyof typeof METRICS;
