import { formatLocalDate, formatNumber, formatTimeAtOffset } from "@/components/format";
import type { RecoveryPage } from "@/lib/insights/recovery-page";

/** Two-minute recordings at rest, apart from the nights. */
export function SnapshotTable({ page, locale }: { page: RecoveryPage; locale: string }) {
  if (!page.areSnapshotsServed) {
    return <p className="mt-8 text-sm text-ink2">Garmin does not serve Health Snapshots for this account.</p>;
  }
  if (page.snapshots.length === 0) return null;
  return (
    <section className="mt-8 max-w-xl">
      <h2 className="text-md font-semibold">Health Snapshots</h2>
      <p className="mb-3 text-sm text-ink2">
        Two minutes at rest, marked ◇ in the HRV chart. They are no nights and never part of the usual range.
      </p>
      <table className="w-full text-right text-sm">
        <thead className="text-xs text-ink2">
          <tr>
            {["Time", "rMSSD, ms", "SDRR, ms", "Heart rate, bpm"].map((head, index) => (
              <th key={head} scope="col" className={`pb-2 font-normal ${index === 0 ? "text-left" : ""}`}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {page.snapshots.map((snapshot) => (
            <tr key={snapshot.startedAt.toISOString()} className="border-t border-line">
              <th scope="row" className="py-1.5 text-left font-normal">
                {formatLocalDate(snapshot.localDate, locale)},{" "}
                {formatTimeAtOffset(snapshot.startedAt, snapshot.utcOffsetSeconds, locale)}
              </th>
              <td>{formatNumber(snapshot.hrvRmssdMs, 0, locale)}</td>
              <td>{formatNumber(snapshot.hrvSdrrMs, 0, locale)}</td>
              <td>{formatNumber(snapshot.averageHeartRateBpm, 0, locale)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
