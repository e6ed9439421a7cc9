import { NumbersForm, type SaidNumbers, SaidNumbersList } from "@/app/(athlete)/settings/numbers-form";
import { formatLocalDate } from "@/components/format";
import { type AthleteSetting, listAthleteNumbers } from "@/lib/accounts";
import { localDateIn } from "@/lib/days";

/** What formulas need to know, with what was said before. */
export async function AthleteNumbers({
  athleteId,
  timeZone,
  locale,
}: {
  athleteId: string;
  timeZone: string;
  locale: string;
}) {
  const said = await listAthleteNumbers(athleteId);
  const held = (field: Exclude<keyof AthleteSetting, "validFrom">): number | null =>
    said.findLast((one) => (one[field] ?? null) !== null)?.[field] ?? null;
  const listed = said.toReversed().map(
    (one): SaidNumbers => ({
      validFrom: one.validFrom,
      date: formatLocalDate(one.validFrom, locale, "shortYear"),
      words: wordsOf(one),
    }),
  );
  return (
    <>
      <NumbersForm
        today={localDateIn(timeZone, new Date())}
        held={{
          maxHeartRateBpm: textOf(held("maxHeartRateBpm")),
          restingHeartRateBpm: textOf(held("restingHeartRateBpm")),
          thresholdHeartRateBpm: textOf(held("thresholdHeartRateBpm")),
          sleepNeedSeconds: clockOf(held("sleepNeedSeconds")),
        }}
      />
      {listed.length > 0 ? (
        <div className="mt-8">
          <h3 className="text-sm font-semibold">Said so far</h3>
          <SaidNumbersList said={listed} />
        </div>
      ) : null}
    </>
  );
}

function wordsOf(setting: AthleteSetting): string {
  const beats = (name: string, value: number | null) => (value === null ? [] : [`${name} ${value} bpm`]);
  const { sleepNeedSeconds } = setting;
  return [
    ...beats("maximum", setting.maxHeartRateBpm),
    ...beats("resting", setting.restingHeartRateBpm),
    ...beats("threshold", setting.thresholdHeartRateBpm),
    ...(sleepNeedSeconds === null ? [] : [`sleep need ${clockOf(sleepNeedSeconds)} h`]),
  ].join(", ");
}

const textOf = (value: number | null): string => (value === null ? "" : String(value));

/** `7:30`, without seconds. */
function clockOf(seconds: number | null): string {
  if (seconds === null) return "";
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}
