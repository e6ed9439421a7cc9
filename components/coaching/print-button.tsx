"use client";

import { Button } from "@/components/ui/button";

/** The browser prints the page, or keeps it as a PDF. */
export function PrintButton() {
  return <Button onClick={() => window.print()}>Print</Button>;
}
