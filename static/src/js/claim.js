/** While somebody works on a case they hold, their hold is renewed; when it is lost, they are told. */
const EVERY = 60_000;

export function startClaim() {
  const claim = document.querySelector("[data-claim]");
  if (!claim) return;
  let isActive = false;
  for (const sign of ["keydown", "pointerdown", "scroll"]) {
    document.addEventListener(sign, () => (isActive = true), { passive: true });
  }
  const timer = setInterval(() => {
    if (!isActive) return;
    isActive = false;
    renew(claim).then((goesOn) => goesOn || clearInterval(timer));
  }, EVERY);
}

/** Answer whether there is anything left to renew; without a connection it is tried again. */
async function renew(claim) {
  const token = document.querySelector("input[name=csrf_token]").value;
  const headers = { "X-CSRFToken": token, Accept: "application/json" };
  let answer;
  try {
    answer = await fetch(claim.dataset.claim, { method: "POST", headers });
  } catch {
    return true;
  }
  if (!answer.headers.get("Content-Type")?.includes("json")) return false;
  const told = await answer.json();
  if (!answer.ok) return say(claim, told.reason);
  return String(told.fence) === claim.dataset.fence || say(claim, claim.dataset.changed);
}

function say(claim, words) {
  claim.querySelector("[role=status]").textContent = words;
  return false;
}
