/** The files of a drop, those in folders too, with the folder's name in front. */

export type NamedFile = { name: string; file: File };

/** To be called while the drop event is handled: browsers forget the items afterwards. */
export function filesOfDrop(dropped: DataTransfer): Promise<NamedFile[]> {
  const entries = [...dropped.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0)
    return Promise.resolve([...dropped.files].map((file) => ({ name: file.name, file })));
  return Promise.all(entries.map(filesOfEntry)).then((lists) => lists.flat().filter(isWanted));
}

/** The files of an input; of a folder they carry their path. */
export function filesOfInput(list: FileList | null): NamedFile[] {
  return [...(list ?? [])]
    .map((file) => ({ name: file.webkitRelativePath || file.name, file }))
    .filter(isWanted);
}

/** What systems put beside a person's files. */
function isWanted({ name }: NamedFile): boolean {
  return !(name.split("/").at(-1) ?? "").startsWith(".");
}

async function filesOfEntry(entry: FileSystemEntry): Promise<NamedFile[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ name: entry.fullPath.replace(/^\//, ""), file }];
  }
  if (!isFolder(entry)) return [];
  const reader = entry.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    // A folder is told piece by piece until a piece is empty.
    const piece = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (piece.length === 0) break;
    children.push(...piece);
  }
  return (await Promise.all(children.map(filesOfEntry))).flat();
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
