import { dayWords, momentWords, type Reader } from "@/components/connections/moment";

export type Arrival = {
  metric: string;
  label: string;
  lastArrivedAt: Date | null;
  lastArrivedLocalDate: string | null;
  /** A sentence; `null` while the metric is fine. */
  cause: string | null;
};

/** The newest of each metric, and what holds it up. */
export function Arrivals({ arrivals, reader }: { arrivals: readonly Arrival[]; reader: Reader }) {
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 md:grid-cols-5">
      {arrivals.map((arrival) => (
        <div key={arrival.metric}>
          <dt className="text-xs text-ink2">{arrival.label}</dt>
          <dd>
            <p className="mt-1 text-sm font-medium">
              {arrival.lastArrivedLocalDate === null
                ? "nothing yet"
                : dayWords(
                    arrival.lastArrivedLocalDate,
                    arrival.metric === "sleep" || arrival.metric === "hrv" ? "night" : "day",
                    reader,
                  )}
            </p>
            {arrival.lastArrivedAt ? (
              <p className="text-xs text-ink2">came {momentWords(arrival.lastArrivedAt, reader)}</p>
            ) : null}
            {arrival.cause ? <p className="text-xs text-ink2">{arrival.cause}</p> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
