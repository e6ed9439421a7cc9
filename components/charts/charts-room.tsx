import { type PanelName, READOUT_CLASS, stackHeight } from "@/components/charts/layout";

/** Keeps the room, so that nothing moves when the charts arrive. */
export function ChartsRoom({ stack }: { stack: readonly PanelName[] }) {
  return (
    <div aria-busy="true">
      <div className={READOUT_CLASS} />
      <div style={{ height: stackHeight(stack) }} />
    </div>
  );
}
