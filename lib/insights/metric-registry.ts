/**
 * Everything the product knows about a metric besides how to compute it. Axes, tables,
 * tooltips and the methods page read from here, so a unit or a caveat is written once.
 */
import { ALGORITHM_VERSION } from "@/lib/recovery/baseline";

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
  unit: "ms" | "bpm" | "s" | "%";
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
} as const satisfies Record<string, MetricDefinition>;

export type MetricKey = keyof typeof METRICS;
