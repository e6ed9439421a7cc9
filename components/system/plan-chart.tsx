import { formatTime } from "@/components/format";

export type PlanHour = { from: string; dueCount: number; startedCount: number };

const WIDTH = 720;
const HEIGHT = 140;
const PAD_BOTTOM = 20;
const PAD_TOP = 14;

/** The syncs of the next 24 hours, an hour a bar, against what an hour has room for. */
export function PlanChart({
  hours,
  limitPerHour,
  timeZone,
  locale,
}: {
  hours: readonly PlanHour[];
  limitPerHour: number;
  timeZone: string;
  locale: string;
}) {
  const most = Math.max(1, limitPerHour, ...hours.map(({ dueCount }) => dueCount));
  const plotHeight = HEIGHT - PAD_BOTTOM - PAD_TOP;
  const yOf = (count: number) => PAD_TOP + plotHeight * (1 - count / most);
  const step = WIDTH / Math.max(1, hours.length);
  const time = (iso: string) => formatTime(new Date(iso), timeZone, locale);
  const total = hours.reduce((sum, { startedCount }) => sum + startedCount, 0);
  const busiest = Math.max(0, ...hours.map(({ startedCount }) => startedCount));
  return (
    <figure>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className="w-full"
        role="img"
        aria-label={`${total} syncs in the next 24 hours, at most ${busiest} in an hour; there is room for ${limitPerHour} an hour.`}
      >
        {hours.map((hour, index) => (
          <g key={hour.from}>
            {hour.dueCount > hour.startedCount ? (
              <rect
                x={index * step + 3}
                width={step - 6}
                y={yOf(hour.dueCount)}
                height={yOf(hour.startedCount) - yOf(hour.dueCount)}
                fill="var(--bar)"
              />
            ) : null}
            <rect
              x={index * step + 3}
              width={step - 6}
              y={yOf(hour.startedCount)}
              height={yOf(0) - yOf(hour.startedCount)}
              fill="var(--data2)"
            >
              <title>{`${time(hour.from)}: ${hour.startedCount} syncs`}</title>
            </rect>
            {index % 4 === 0 ? (
              <text x={index * step + 3} y={HEIGHT - 5} fontSize="12" fill="var(--ink2)">
                {time(hour.from)}
              </text>
            ) : null}
          </g>
        ))}
        <line
          x1="0"
          x2={WIDTH}
          y1={yOf(limitPerHour)}
          y2={yOf(limitPerHour)}
          stroke="var(--ink2)"
          strokeDasharray="4 4"
        />
        <text x={WIDTH} y={yOf(limitPerHour) - 3} fontSize="12" textAnchor="end" fill="var(--ink2)">
          room for {limitPerHour} an hour
        </text>
        <line x1="0" x2={WIDTH} y1={yOf(0)} y2={yOf(0)} stroke="var(--line)" />
      </svg>
      <details className="mt-1 text-sm">
        <summary className="flex min-h-11 w-fit items-center text-brand hover:underline">As a table</summary>
        <table className="mt-2 text-left">
          <thead>
            <tr className="text-xs text-ink2">
              <th className="pr-6 font-normal">From</th>
              <th className="pr-6 font-normal">Due</th>
              <th className="font-normal">Started</th>
            </tr>
          </thead>
          <tbody>
            {hours.map((hour) => (
              <tr key={hour.from}>
                <td className="pr-6">{time(hour.from)}</td>
                <td className="pr-6">{hour.dueCount}</td>
                <td>{hour.startedCount}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
