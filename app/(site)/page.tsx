import { existsSync } from "node:fs";
import path from "node:path";
import { redirect } from "next/navigation";
import { homeOf } from "@/components/frame/places";
import { LinkButton } from "@/components/ui";
import { demoAccounts } from "@/lib/accounts/demo";
import { findSessionUser } from "@/lib/auth/session";

const PICTURE = { file: "recovery.png", widthPx: 1280, heightPx: 900 };

const PROMISES = [
  { title: "Every flag says why.", text: "With its numbers, against your own usual range." },
  { title: "A missing night stays missing.", text: "Nothing is guessed, and no data is never good news." },
  {
    title: "Your data stay with you.",
    text: "They lie on your own machine, and leave it only when you say so.",
  },
];

export default async function LandingPage() {
  const user = await findSessionUser();
  if (user) redirect(homeOf(user.roles));
  const hasDemo = demoAccounts().length > 0;
  return (
    <>
      <div className="grid gap-10 pt-4 md:grid-cols-[1fr_28rem] md:gap-16 md:pt-7">
        <div>
          <h1 className="text-xl font-semibold">
            Your runs and your nights, <br className="hidden md:inline" />
            in step.
          </h1>
          <p className="mt-4 max-w-92 text-md text-ink2">
            Nightrun brings runs, sleep, HRV and resting heart rate from Garmin into one place, and says in
            plain words what is unusual for you.
          </p>
          <div className="mt-7 flex flex-wrap gap-4">
            <LinkButton
              variant="primary"
              href="/sign-up"
              className="px-5 md:min-h-12 md:rounded-tall md:text-md!"
            >
              Create an account
            </LinkButton>
            <LinkButton href="/sign-in" className="px-5 md:min-h-12 md:rounded-tall md:text-md!">
              {hasDemo ? "Look at the demo" : "Sign in"}
            </LinkButton>
          </div>
        </div>
        <ul className="flex flex-col gap-4 md:pt-1">
          {PROMISES.map(({ title, text }) => (
            <li key={title}>
              <p className="text-sm font-medium">{title}</p>
              <p className="text-sm text-ink2">{text}</p>
            </li>
          ))}
        </ul>
      </div>
      <Picture />
    </>
  );
}

/** A real picture of Recovery. Its place is kept by its proportions, so nothing moves when it comes. */
function Picture() {
  if (!existsSync(path.join(process.cwd(), "public", "screenshots", PICTURE.file))) return null;
  return (
    <div className="mt-8 h-100 overflow-hidden rounded-panel border border-line shadow-lift">
      {/* biome-ignore lint/performance/noImgElement: one picture of fixed size, served as it is */}
      <img
        src={`/screenshots/${PICTURE.file}`}
        width={PICTURE.widthPx}
        height={PICTURE.heightPx}
        alt="The recovery page: HRV over 90 days with the usual range behind it, heart rate, sleep and load below"
        className="h-auto w-full"
      />
    </div>
  );
}
