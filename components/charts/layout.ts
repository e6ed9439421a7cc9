/** Heights in px of what lies under one another; the page keeps room for them before they are drawn. */

export type PanelSize = {
  /** Above the plot. */
  top: number;
  plot: number;
  /** Below the plot. */
  bottom: number;
};

export const PANELS = {
  hrv: { top: 24, plot: 180, bottom: 44 },
  heartRate: { top: 32, plot: 108, bottom: 8 },
  sleep: { top: 32, plot: 84, bottom: 8 },
  load: { top: 32, plot: 84, bottom: 8 },
  fitness: { top: 32, plot: 84, bottom: 8 },
  form: { top: 32, plot: 72, bottom: 8 },
  efficiency: { top: 32, plot: 180, bottom: 8 },
} satisfies Record<string, PanelSize>;

export const AXIS_HEIGHT = 32;

export function panelHeight({ top, plot, bottom }: PanelSize): number {
  return top + plot + bottom;
}

export type PanelName = keyof typeof PANELS;

/** What stands under one another, first to last, on each page that has charts. */
export const RECOVERY_STACK = ["hrv", "heartRate", "sleep", "load", "fitness"] as const;
export const TRAINING_STACK = ["load", "fitness", "form"] as const;
export const EFFICIENCY_STACK = ["efficiency"] as const;

/** Of the panels and the date axis under them. */
export function stackHeight(names: readonly PanelName[]): number {
  return names.reduce((sum, name) => sum + panelHeight(PANELS[name]), 0) + AXIS_HEIGHT;
}

/** Where the plot of a panel begins in its stack. */
export function plotTop(names: readonly PanelName[], name: PanelName): number {
  const above = names.slice(0, names.indexOf(name));
  return above.reduce((sum, one) => sum + panelHeight(PANELS[one]), 0) + PANELS[name].top;
}

/** Under this width names stand over the plot in place of at its right. */
export const NARROW_WIDTH = 600;
export const MARGINS = { wide: { left: 36, right: 92 }, narrow: { left: 30, right: 10 } };

/** Height kept for the readout, so that nothing moves when the day changes; and the same room beside it. */
export const READOUT_CLASS = "h-[148px] sm:h-[76px]";
export const READOUT_SPACE_CLASS = "hidden h-[76px] md:block";
