(() => {
  const { ask, attempt, numbers, player } = window.playground;
  const form = document.getElementById('form');
  const stage = document.getElementById('stage');
  let values = [];
  let size = 1;
  let answer = null;

  const cell = (text, kind, label) => {
    const box = document.createElement('span');
    box.className = `cell ${kind}`;
    box.textContent = text;
    if (label) box.setAttribute('aria-label', label);
    return box;
  };
  const row = (title, cells) => {
    const line = document.createElement('div');
    line.className = 'cells';
    const name = document.createElement('span');
    name.className = 'name';
    name.textContent = title;
    line.append(name, ...cells);
    return line;
  };

  const draw = (at) => {
    const step = at > 0 ? answer.steps[at - 1] : null;
    const pushed = step?.pushed ?? -1;
    const candidates = new Set(step?.candidates ?? []);
    stage.replaceChildren(
      row('values', values.map((value, i) => cell(value, [
        i <= pushed && i > pushed - size ? 'inside' : '', candidates.has(i) ? 'kept' : '', i === step?.position ? 'best' : '', i > pushed ? 'later' : ''].join(' ')))),
      row('deque', (step?.candidates ?? []).map((i, rank) => cell(values[i], rank === 0 ? 'kept best' : 'kept', `value ${values[i]} at position ${i}`))),
      row('maxima', answer.maxima.slice(0, Math.max(0, pushed - size + 2)).map((value) => cell(value, 'done'))));
    if (!step) return `${values.length} values, windows of ${size}.`;
    return `Push ${values[pushed]}: ${step.candidates.length} ${step.candidates.length === 1 ? 'candidate' : 'candidates'}, the maximum is ${step.maximum} at position ${step.position}${step.isFull ? '' : ' (the window is not full yet)'}.`;
  };
  const show = player(draw);

  const run = () => attempt(async () => {
    const next = numbers(form.elements.values.value, 'the values');
    const window = Number(form.elements.size.value);
    const reply = await ask('window', { values: next, size: window });
    [values, size, answer] = [next, window, reply];
    show.load(answer.steps.length);
  });
  form.addEventListener('submit', (event) => { event.preventDefault(); run(); });
  run();
})();
