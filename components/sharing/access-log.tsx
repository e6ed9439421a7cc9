import { formatLocalDate, formatTime } from "@/components/format";
import type { Look } from "@/lib/coaching/access-log";

/** Who looked at what, by day. */
export function AccessLog({
  looks,
  days,
  timeZone,
  locale,
}: {
  looks: readonly Look[];
  days: number;
  timeZone: string;
  locale: string;
}) {
  if (looks.length === 0) {
    return <p className="mt-2 text-sm text-ink2">Nobody but you in the last {days} days.</p>;
  }
  return (
    <div className="mt-3 overflow-x-auto">
      <table className="w-full text-left text-sm">
        <caption className="sr-only">Who looked at your data in the last {days} days</caption>
        <thead className="text-xs text-ink2">
          <tr>
            <th className="py-2 pr-4 font-normal">Day (UTC)</th>
            <th className="py-2 pr-4 font-normal">Who</th>
            <th className="py-2 pr-4 font-normal">Looked at</th>
            <th className="py-2 font-normal">Last</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {looks.map((look) => (
            <tr key={`${look.onDate} ${look.userId}`} className="align-top">
              <td className="py-2 pr-4 whitespace-nowrap">{formatLocalDate(look.onDate, locale, "day")}</td>
              <td className="py-2 pr-4 font-medium">{look.name}</td>
              <td className="py-2 pr-4">
                {look.kinds
                  .map(({ words, count }) => (count === 1 ? words : `${words} ${count} times`))
                  .join(", ")}
              </td>
              <td className="py-2 whitespace-nowrap text-ink2">
                {formatTime(look.lastAt, timeZone, locale)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
