import { RemoveWayForm } from "@/app/(athlete)/connections/connection-controls";
import { HandOverForm } from "@/app/(athlete)/connections/hand-over-form";
import { dateWords, type Reader } from "@/components/connections/moment";
import { StateMark } from "@/components/ui";
import { LinkedText } from "@/components/ui/linked-text";
import type { WayStatus } from "@/lib/connections/state";

/** The ways that are set up, best first: the next one is asked when one fails. */
export function WaysList({ ways, reader }: { ways: readonly WayStatus[]; reader: Reader }) {
  return (
    <ul className="flex flex-col gap-5">
      {ways.map((way) => (
        <li key={way.way} className="border-t border-line pt-4 first:border-t-0 first:pt-0">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <h3 className="text-sm font-medium">{way.title}</h3>
            <StateMark tone={way.tone} word={way.word} />
            {way.isInUse && ways.length > 1 ? <span className="text-xs text-ink2">Used now</span> : null}
          </div>
          <p className="mt-1 max-w-xl text-sm text-ink2">
            <LinkedText text={sentences(way, reader).join(" ")} />
          </p>
          {way.way === "session" && way.state !== "needs_reconnect" ? (
            <HandOverForm isHandedOver={way.state === "handed_over"} />
          ) : null}
          {ways.length > 1 ? <RemoveWayForm way={way.way} title={way.title} /> : null}
        </li>
      ))}
    </ul>
  );
}

function sentences(way: WayStatus, reader: Reader): string[] {
  const ends = way.expiresAt === null ? null : dateWords(way.expiresAt, reader);
  return [
    way.cause,
    way.nextStep,
    ends !== null && way.way === "personal_key" ? `Good until ${ends}.` : null,
    ends !== null && way.way !== "personal_key" && way.state === "ready"
      ? `Renewed by itself; without Nightrun it would end on ${ends}.`
      : null,
  ].filter((sentence) => sentence !== null);
}
