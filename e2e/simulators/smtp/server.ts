/** A mail server on loopback that keeps what it is sent. It speaks as much SMTP as a client needs. */
import { createServer, type Socket } from "node:net";
import { z } from "zod";

export type ReceivedMail = { from: string; to: string[]; raw: string };

export type SmtpSimulator = {
  url: string;
  mails: ReceivedMail[];
  /** From now on every recipient is refused for the moment (451). */
  refuse(isRefusing: boolean): void;
  close(): Promise<void>;
};

export async function startSmtpSimulator(): Promise<SmtpSimulator> {
  const mails: ReceivedMail[] = [];
  let isRefusing = false;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    talk(socket, mails, () => isRefusing);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuse: (next) => {
      isRefusing = next;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function talk(socket: Socket, mails: ReceivedMail[], isRefusing: () => boolean): void {
  let mail: ReceivedMail = { from: "", to: [], raw: "" };
  let isBody = false;
  let pending = "";
  const say = (line: string) => socket.write(`${line}\r\n`);
  say("220 simulator ESMTP");
  socket.setEncoding("utf8");
  socket.on("data", (chunk: string) => {
    pending += chunk;
    for (let end = pending.indexOf("\r\n"); end >= 0; end = pending.indexOf("\r\n")) {
      const line = pending.slice(0, end);
      pending = pending.slice(end + 2);
      if (isBody) readBody(line);
      else readCommand(line);
    }
  });

  function readBody(line: string): void {
    if (line !== ".") {
      mail.raw += `${line.startsWith(".") ? line.slice(1) : line}\n`;
      return;
    }
    mails.push(mail);
    mail = { from: "", to: [], raw: "" };
    isBody = false;
    say("250 kept");
  }

  function readCommand(line: string): void {
    const [verb = ""] = line.split(" ");
    const address = /<([^>]*)>/.exec(line)?.[1] ?? "";
    switch (verb.toUpperCase()) {
      case "MAIL":
        mail.from = address;
        return void say("250 ok");
      case "RCPT":
        if (isRefusing()) return void say("451 try again later");
        mail.to.push(address);
        return void say("250 ok");
      case "DATA":
        isBody = true;
        return void say("354 go on");
      case "QUIT":
        say("221 bye");
        return void socket.end();
      default:
        return void say("250 ok");
    }
  }
}
