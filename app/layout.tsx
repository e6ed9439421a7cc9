import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { findSessionUser } from "@/lib/auth/session";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Nightrun", template: "%s · Nightrun" },
  description: "Runs, sleep, HRV and resting heart rate in one place, against what is usual for you.",
  icons: { icon: "/icon.svg" },
  manifest: "/manifest.webmanifest",
};

export const viewport: Viewport = {
  viewportFit: "cover",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbf9f5" },
    { media: "(prefers-color-scheme: dark)", color: "#0d1220" },
  ],
};

/** The theme is set on the server, so that no page flashes in the other one. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  // Every page carries a nonce of its own, so none can be drawn ahead.
  await connection();
  const user = await findSessionUser();
  const theme = user && user.theme !== "system" ? user.theme : undefined;
  return (
    <html lang="en" className={GeistSans.variable} data-theme={theme} suppressHydrationWarning>
      <body>{children}</body>
    </html>
  );
}
