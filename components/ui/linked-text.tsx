/** Addresses that sentences name, with what they are called. */
const LINK_WORDS: readonly { url: string; words: string }[] = [
  { url: "https://connect.garmin.com/app/settings/personalApiToken", words: "Garmin's key page" },
];

/** A sentence in which known addresses become links in words. */
export function LinkedText({ text }: { text: string }) {
  const known = LINK_WORDS.find(({ url }) => text.includes(url));
  if (!known) return text;
  const [before, ...after] = text.split(known.url);
  return (
    <>
      {before}
      <a href={known.url} target="_blank" rel="noreferrer" className="underline">
        {known.words}
      </a>
      {after.join(known.words)}
    </>
  );
}
