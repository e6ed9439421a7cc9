import type { Metadata } from "next";
import { EVIDENCE_WORDS, METRIC_KEYS, METRICS, type MetricDefinition } from "@/lib/insights/metric-registry";

export const metadata: Metadata = { title: "Methods" };

/** How every number is made: written out of the registry that the charts and tables read too. */
export default function MethodsRoute() {
  return (
    <article className="max-w-3xl pt-4">
      <h1 className="text-lg font-semibold">How the numbers are made</h1>
      <p className="mt-2 text-md text-ink2">
        Every number here is compared with your own usual, never with other people. What cannot be computed is
        left out. None of it is a diagnosis. A version rises whenever a formula changes; older days are then
        computed again.
      </p>
      <dl className="mt-8 divide-y divide-line">
        {METRIC_KEYS.map((key) => (
          <Method key={key} id={key} metric={METRICS[key]} />
        ))}
      </dl>
    </article>
  );
}

const UNIT_WORDS: Partial<Record<MetricDefinition["unit"], string>> = {
  s: "hours and minutes",
  load: "no unit of its own",
  "m/beat": "meters a heartbeat",
};

function Method({ id, metric }: { id: string; metric: MetricDefinition }) {
  const unit = UNIT_WORDS[metric.unit] ?? metric.unit;
  const facts = [
    EVIDENCE_WORDS[metric.evidence],
    unit === "" ? null : unit,
    metric.algorithmVersion === null ? "as the source sent it" : `version ${metric.algorithmVersion}`,
  ].filter((fact) => fact !== null);
  return (
    <div id={id} className="py-4">
      <dt className="text-md font-medium">{metric.label}</dt>
      <dd className="mt-1 text-sm">{metric.source}</dd>
      <dd className="mt-1 text-xs text-ink2">{facts.join(" · ")}</dd>
    </div>
  );
}
