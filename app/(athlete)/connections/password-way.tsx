import { CodeForm, PasswordForm } from "@/app/(athlete)/connections/password-forms";
import { FoldedForm, WayIn } from "@/app/(athlete)/connections/way-in";

/** A log-in that waits for a code. */
export type CodeChallenge = {
  challengeId: string;
  /** ISO instant. */
  expiresAt: string;
  sentTo: string | null;
};

const FACTS = [
  {
    title: "What you need",
    text: "The e-mail address and password of your Garmin account, and the code if Garmin asks for one.",
  },
  {
    title: "What comes in",
    text: "The same as with a key. Nightrun keeps the session that Garmin gives; the password only if you want to stay signed in.",
  },
  {
    title: "What can go wrong",
    text: "Garmin often blocks log-ins from servers, for a day at a time, and does not foresee them in its terms. Nightrun asks once and never repeats.",
  },
] as const;

/** Last, because it fails most. */
export function PasswordWay({ challenge }: { challenge: CodeChallenge | null }) {
  return (
    <WayIn id="password" title="Your Garmin username and password" rank="If nothing else works" facts={FACTS}>
      {challenge === null ? (
        <FoldedForm label="Sign in with username and password">
          <PasswordForm />
        </FoldedForm>
      ) : (
        <div className="mt-6 rounded-panel bg-sunken p-5 md:p-6">
          <CodeForm {...challenge} />
        </div>
      )}
    </WayIn>
  );
}
