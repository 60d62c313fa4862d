(async () => {
  const { ask, attempt, latest, svg } = window.playground;
  const name = document.getElementById('name');
  const label = document.getElementById('parameter-label');
  const sliders = ['parameter', 'mean', 'deviation'].map((id) => document.getElementById(id));
  const [parameter, mean, deviation] = sliders;
  const choices = await attempt(() => ask('activations'));
  if (!choices) return;
  for (const choice of choices) name.append(new Option(choice.name, choice.name));
  name.value = 'GELU';

  const plot = (id, label, low, high, draw) => {
    const width = 640;
    const height = 300;
    const x = (value) => 40 + (value - low) / (high - low) * (width - 60);
    const chart = svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label });
    draw(chart, x, width, height);
    document.getElementById(id).replaceChildren(chart);
  };

  const path = (xs, ys, x, y, kind) => {
    let d = '';
    let pen = false;
    ys.forEach((value, i) => {
      if (value === null) { pen = false; return; }
      d += `${pen ? 'L' : 'M'}${x(xs[i]).toFixed(1)} ${y(value).toFixed(1)}`;
      pen = true;
    });
    return svg('path', { d, class: kind });
  };

  const curves = (answer) => plot('curves', `${answer.name} and its derivative`, -6, 6, (chart, x, width, height) => {
    const all = [...answer.y, ...answer.slope].filter((value) => value !== null);
    const low = Math.max(-6, Math.min(-1, ...all));
    const high = Math.min(7, Math.max(1.2, ...all));
    const y = (value) => height - 25 - (Math.max(low, Math.min(high, value)) - low) / (high - low) * (height - 40);
    chart.append(svg('line', { x1: x(-6), x2: x(6), y1: y(0), y2: y(0), class: 'axis' }), svg('line', { x1: x(0), x2: x(0), y1: y(low), y2: y(high), class: 'axis' }));
    for (let tick = -6; tick <= 6; tick += 2) chart.append(svg('text', { x: x(tick), y: height - 6, class: 'tick' }, String(tick)));
    for (let tick = Math.ceil(low); tick <= high; tick++) if (tick !== 0) chart.append(svg('text', { x: 22, y: y(tick) + 4, class: 'tick' }, String(tick)));
    chart.append(path(answer.x, answer.slope, x, y, 'd'), path(answer.x, answer.y, x, y, 'y'));
  });

  const histograms = (answer) => {
    const low = Math.min(-6, answer.outputLow);
    const high = Math.max(6, answer.outputHigh);
    plot('histograms', 'Distribution of inputs and outputs', low, high, (chart, x, width, height) => {
      const bars = (shares, from, to, kind) => {
        const step = (to - from) / shares.length;
        const most = Math.max(...shares);
        shares.forEach((share, i) => {
          const tall = share / most * (height - 45);
          chart.append(svg('rect', { x: x(from + i * step), width: Math.max(1, x(from + step) - x(from) - 0.5), y: height - 25 - tall, height: tall, class: kind }));
        });
      };
      bars(answer.inputHistogram, -6, 6, 'i');
      bars(answer.outputHistogram, answer.outputLow, answer.outputHigh, 'o');
      for (let tick = Math.ceil(low / 2) * 2; tick <= high; tick += Math.max(2, Math.round((high - low) / 12))) chart.append(svg('text', { x: x(tick), y: height - 6, class: 'tick' }, String(tick)));
    });
    document.getElementById('moments').textContent =
      `Outputs: mean ${answer.mean.toFixed(3)}, deviation ${answer.deviation.toFixed(3)}, from ${answer.outputLow.toFixed(2)} to ${answer.outputHigh.toFixed(2)}, ${(100 * answer.dead).toFixed(1)} % exactly 0.`;
  };

  const update = latest(async () => {
    for (const slider of sliders) slider.parentElement.querySelector('output').textContent = Number(slider.value).toFixed(2);
    const answer = await ask('activation', { name: name.value, parameter: Number(parameter.value), mean: Number(mean.value), deviation: Number(deviation.value) });
    curves(answer);
    histograms(answer);
  });

  const choose = () => {
    const choice = choices.find((one) => one.name === name.value);
    document.getElementById('formula').textContent = choice.formula;
    label.hidden = !choice.parameter;
    if (choice.parameter) {
      label.querySelector('span').textContent = choice.parameter;
      [parameter.min, parameter.max, parameter.value] = [choice.low, choice.high, choice.value];
    }
    update();
  };
  name.addEventListener('change', choose);
  for (const slider of sliders) slider.addEventListener('input', update);
  choose();
})();
