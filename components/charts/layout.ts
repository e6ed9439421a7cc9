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
} satisfies Record<string, PanelSize>;

export const AXIS_HEIGHT = 32;

export function panelHeight({ top, plot, bottom }: PanelSize): number {
  return top + plot + bottom;
}

export const CHARTS_HEIGHT =
  panelHeight(PANELS.hrv) + panelHeight(PANELS.heartRate) + panelHeight(PANELS.sleep) + AXIS_HEIGHT;

/** Under this width names stand over the plot in place of at its right. */
export const NARROW_WIDTH = 600;
export const MARGINS = { wide: { left: 36, right: 92 }, narrow: { left: 30, right: 10 } };

/** Height kept for the readout, so that nothing moves when the day changes; and the same room beside it. */
export const READOUT_CLASS = "h-[148px] sm:h-[76px]";
export const READOUT_SPACE_CLASS = "hidden h-[76px] md:block";
