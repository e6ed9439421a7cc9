import Link from "next/link";
import type { ComponentProps } from "react";

export type ButtonVariant = "primary" | "secondary" | "danger" | "quiet";

const BASE =
  "inline-flex items-center justify-center gap-2 rounded-tall text-md font-medium min-h-12 " +
  "md:min-h-9 md:rounded-control md:text-sm no-underline hover:no-underline whitespace-nowrap " +
  "disabled:opacity-60 aria-disabled:opacity-60";

const LOOK: Record<ButtonVariant, string> = {
  primary: "px-4 bg-brand text-brand-ink hover:opacity-90",
  secondary: "px-4 bg-raised text-ink border border-line hover:border-control",
  danger: "px-4 bg-raised text-ink border border-control hover:bg-sunken",
  quiet: "text-brand hover:underline",
};

export function buttonClass(variant: ButtonVariant, extra = ""): string {
  return `${BASE} ${LOOK[variant]} ${extra}`;
}

/** Its label says what happens. One primary a page. */
export function Button({
  variant = "secondary",
  className = "",
  type = "button",
  ...rest
}: ComponentProps<"button"> & { variant?: ButtonVariant }) {
  return <button {...rest} type={type} className={buttonClass(variant, className)} />;
}

/** A link that looks like a button: it leads somewhere and changes nothing. */
export function LinkButton({
  variant = "secondary",
  className = "",
  ...rest
}: ComponentProps<typeof Link> & { variant?: ButtonVariant }) {
  return <Link {...rest} className={buttonClass(variant, className)} />;
}
