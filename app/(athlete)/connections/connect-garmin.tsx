import { DemoKeyForm, KeyForm } from "@/app/(athlete)/connections/key-form";
import { type CodeChallenge, PasswordWay } from "@/app/(athlete)/connections/password-way";
import { SessionWay } from "@/app/(athlete)/connections/session-way";
import { WayIn } from "@/app/(athlete)/connections/way-in";
import { demoGarminKeys } from "@/lib/accounts/demo";

const KEY_PAGE_URL = "https://connect.garmin.com/app/settings/personalApiToken";

const WAY_IN = [
  { title: "What you need", text: "Two minutes at Garmin, in a browser. Your password stays there." },
  {
    title: "What comes in",
    text: "Runs and other workouts, sleep, HRV, resting and overnight heart rate. Nightrun only reads.",
  },
  {
    title: "What can go wrong",
    text: "The key ends on the day you choose, at most after a year. Then you paste a new one; nothing is lost.",
  },
] as const;

/** The ways into Garmin, best first. */
export function ConnectGarmin({ challenge }: { challenge: CodeChallenge | null }) {
  return (
    <div className="flex flex-col gap-10">
      <KeyWay />
      <SessionWay />
      <PasswordWay challenge={challenge} />
    </div>
  );
}

function KeyWay() {
  return (
    <WayIn id="key" title="A key from Garmin" rank="Best, and official" facts={WAY_IN}>
      <div className="mt-6 grid gap-8 rounded-panel bg-sunken p-5 md:grid-cols-2 md:p-6">
        <KeySteps />
        <KeyEntry submitLabel="Connect with this key" />
      </div>
    </WayIn>
  );
}

/** The form, and in the demo the keys that it gives away. */
export function KeyEntry({ submitLabel }: { submitLabel: string }) {
  const labels = demoGarminKeys().map(
    ({ label }, index, all) =>
      label ?? (all.length === 1 ? "Connect with the demo's key" : `Demo key ${index + 1}`),
  );
  return (
    <div>
      <KeyForm submitLabel={submitLabel} />
      {labels.length > 0 ? <DemoKeyForm labels={labels} /> : null}
    </div>
  );
}

export function KeySteps() {
  return (
    <ol className="flex list-none flex-col gap-4 text-sm">
      <Step
        number={1}
        hint="Sign in there if it asks. The page works in a browser only, not in Garmin's app."
      >
        Open{" "}
        <a href={KEY_PAGE_URL} target="_blank" rel="noreferrer" className="underline">
          your key page at Garmin
        </a>{" "}
        in a new tab.
      </Step>
      <Step number={2} hint="Garmin shows it once. A new key ends the old one.">
        Choose “Create key”, 365 days, and copy it.
      </Step>
      <Step number={3} hint="It is kept encrypted. Nobody sees it again, you included.">
        Paste it here.
      </Step>
      <Step
        number={null}
        hint="Garmin gives the key for personal, non-commercial use: connect your own account with your own key, on a Nightrun that you or somebody you trust runs."
      >
        Garmin’s terms
      </Step>
    </ol>
  );
}

function Step({
  number,
  hint,
  children,
}: {
  number: number | null;
  hint: string;
  children: React.ReactNode;
}) {
  return (
    <li className="grid grid-cols-[1.25rem_1fr]">
      <span aria-hidden="true" className="text-ink2">
        {number}
      </span>
      <div>
        <p>{children}</p>
        <p className="mt-0.5 text-xs text-ink2">{hint}</p>
      </div>
    </li>
  );
}
