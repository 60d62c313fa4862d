// What the playground's pages share: questions to the server, errors in sight, charts, and a player for traces.
window.playground = (() => {
  const error = document.getElementById('error');
  const show = (message) => { error.textContent = message; error.hidden = !message; };

  const ask = async (name, question = {}) => {
    const reply = await fetch(`../_ask/${name}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(question) });
    const answer = await reply.json().catch(() => ({ error: `The server answered ${reply.status}.` }));
    if (!reply.ok) throw new Error(answer.error ?? `The server answered ${reply.status}.`);
    return answer;
  };

  // Runs something that may fail; the reader sees why.
  const attempt = async (work) => {
    try {
      const result = await work();
      show('');
      return result;
    } catch (problem) {
      show(problem instanceof TypeError ? 'The server cannot be reached.' : problem.message);
      return undefined;
    }
  };

  // Only the newest of several questions counts; while one is on its way at most one more waits.
  const latest = (work) => {
    let busy = false;
    let again = false;
    const run = async () => {
      if (busy) { again = true; return; }
      busy = true;
      do { again = false; await attempt(work); } while (again);
      busy = false;
    };
    return run;
  };

  const numbers = (text, name) => {
    const parts = text.split(/[\s,;]+/).filter((part) => part.length > 0);
    return parts.map((part) => {
      const value = Number(part);
      if (!Number.isInteger(value)) throw new Error(`'${part}' in ${name} is no whole number.`);
      return value;
    });
  };

  const svg = (name, attributes = {}, ...children) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  // Step, back, play, and a slider over the steps of a trace.
  const player = (draw) => {
    const box = document.getElementById('player');
    const slider = box.querySelector('input');
    const [first, back, play, next] = box.querySelectorAll('button');
    const status = box.querySelector('[role=status]');
    let steps = 0;
    let timer = 0;
    const stop = () => { clearInterval(timer); timer = 0; play.textContent = 'Play'; };
    const go = (at) => {
      const step = Math.max(0, Math.min(steps, at));
      slider.value = step;
      status.textContent = draw(step);
      if (step === steps) stop();
    };
    first.addEventListener('click', () => { stop(); go(0); });
    back.addEventListener('click', () => { stop(); go(Number(slider.value) - 1); });
    next.addEventListener('click', () => { stop(); go(Number(slider.value) + 1); });
    play.addEventListener('click', () => {
      if (timer) { stop(); return; }
      if (Number(slider.value) === steps) go(0);
      play.textContent = 'Pause';
      timer = setInterval(() => go(Number(slider.value) + 1), matchMedia('(prefers-reduced-motion: reduce)').matches ? 900 : 420);
    });
    slider.addEventListener('input', () => { stop(); go(Number(slider.value)); });
    return { load: (count) => { stop(); steps = count; slider.max = count; box.hidden = false; go(0); } };
  };

  return { ask, attempt, latest, numbers, svg, player, show };
})();
