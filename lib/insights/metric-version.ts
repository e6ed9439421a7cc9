import { ALGORITHM_VERSION } from "@/lib/recovery/baseline";
import { READINESS_VERSION } from "@/lib/recovery/readiness";
import { SIGNALS_VERSION } from "@/lib/recovery/signals";
import { COMPARABLE_VERSION } from "@/lib/training/comparable";
import { EFFICIENCY_VERSION } from "@/lib/training/efficiency";
import { LOAD_DAYS_VERSION } from "@/lib/training/load-days";
import { TRAINING_LOAD_VERSION } from "@/lib/training/training-load";
import { TRIMP_VERSION } from "@/lib/training/trimp";
import { WORKOUT_LOAD_VERSION } from "@/lib/training/workout-load";

/** Of a stored row: rises whenever one of the formulas that made it does. */
export const ROW_VERSION =
  ALGORITHM_VERSION +
  SIGNALS_VERSION +
  READINESS_VERSION +
  TRIMP_VERSION +
  WORKOUT_LOAD_VERSION +
  LOAD_DAYS_VERSION +
  TRAINING_LOAD_VERSION +
  EFFICIENCY_VERSION +
  COMPARABLE_VERSION;
