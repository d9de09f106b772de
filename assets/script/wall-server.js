// Asks the server, with a time limit, and tells apart who was silent, who said no, and why.
"use strict";

// Nobody answers, or a proxy does in the server's place.
class Silent extends Error {}
// The link of this screen is no longer good.
class Closed extends Error {}
// The server answers, but has not what was asked; `message` says why, "" where there is no such.
class Refused extends Error {}

const ANSWER_WITHIN = 15_000;

async function ask(address, { post } = {}) {
  let answer, said;
  try {
    answer = await fetch(address, {
      method: post === undefined ? "GET" : "POST",
      body: post === undefined ? undefined : JSON.stringify(post),
      cache: "no-store",
      credentials: "same-origin",
      redirect: "error",
      signal: AbortSignal.timeout(ANSWER_WITHIN),
    });
    said = answer.status === 204 ? null : await answer.text();
  } catch (error) {
    throw new Silent(String(error));
  }
  if (answer.status === 401) throw new Closed();
  if (said === null) return null;
  const content = read(answer, said);
  if (content === null) throw new Silent(`${answer.status}`);
  if (!answer.ok) throw Object.assign(new Refused(content.text ?? ""), { content, status: answer.status });
  return content;
}

// Finished JSON, or a plain sentence why there is none; null for anything else, a proxy's page too.
function read(answer, said) {
  try {
    return JSON.parse(said);
  } catch {
    const isSentence = answer.headers.get("Content-Type")?.startsWith("text/plain") && said.trim();
    return answer.status === 503 && isSentence ? { text: said.trim().slice(0, 200) } : null;
  }
}
