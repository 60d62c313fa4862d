(async () => {
  const { ask, attempt, latest } = window.playground;
  const canvas = document.getElementById('canvas');
  const select = document.getElementById('model');
  const pen = document.getElementById('pen');
  const grey = document.getElementById('grey');
  const context = canvas.getContext('2d');
  const models = await attempt(() => ask('models'));
  if (!models) return;
  let model = models[0];
  let pixels = [];
  let cursor = null;

  for (const { name, title } of models) select.append(new Option(title, name));

  const paint = () => {
    const cell = canvas.width / model.size;
    for (let y = 0; y < model.size; y++) {
      for (let x = 0; x < model.size; x++) {
        const value = pixels[y * model.size + x];
        context.fillStyle = `rgb(${value},${value},${value})`;
        context.fillRect(x * cell, y * cell, cell + 1, cell + 1);
      }
    }
    if (cursor) {
      context.strokeStyle = '#60a5fa';
      context.lineWidth = 2;
      context.strokeRect(cursor.x * cell, cursor.y * cell, cell, cell);
    }
  };

  // One map as a small picture with hard pixels.
  const picture = (values, width, height, label) => {
    const map = document.createElement('canvas');
    map.width = width;
    map.height = height;
    map.setAttribute('role', 'img');
    map.setAttribute('aria-label', label);
    const target = map.getContext('2d');
    const image = target.createImageData(width, height);
    values.forEach((value, i) => image.data.set([value, value, value, 255], 4 * i));
    target.putImageData(image, 0, 0);
    return map;
  };

  const layer = (title, maps) => {
    const figure = document.createElement('figure');
    figure.className = 'maps';
    const caption = document.createElement('figcaption');
    caption.textContent = title;
    figure.append(caption, ...maps);
    return figure;
  };

  const classify = latest(async () => {
    const answer = await ask('draw', { model: model.name, pixels });
    const best = answer.probabilities.map((p, i) => [p, i]).sort((a, b) => b[0] - a[0]);
    document.getElementById('classes').replaceChildren(...best.map(([p, i]) => {
      const row = document.createElement('li');
      const name = document.createElement('span');
      const bar = document.createElement('meter');
      const share = document.createElement('span');
      name.textContent = answer.classes[i];
      bar.value = p;
      bar.setAttribute('aria-label', answer.classes[i]);
      share.textContent = `${(100 * p).toFixed(1)} %`;
      row.append(name, bar, share);
      return row;
    }));
    document.getElementById('time').textContent = `forward pass: ${answer.milliseconds.toFixed(1)} ms`;
    const attention = answer.attention;
    document.getElementById('maps').replaceChildren(
      layer('input', [picture(answer.input, answer.size, answer.size, 'input')]),
      layer(attention.name, [picture(attention.channels[0], attention.width, attention.height, attention.name)]),
      ...answer.layers.map((one) => layer(`${one.name}: ${one.channels.length} channels of ${one.height} × ${one.width}`,
        one.channels.map((values, i) => picture(values, one.width, one.height, `${one.name}, channel ${i}`)))));
  });

  const change = () => { paint(); classify(); };

  // A soft round pen: full strength inside, falling off over one pixel.
  const dab = (x, y) => {
    // On a coarse grid a stroke is a pixel or two wide, as in the digits the network learned from.
    const radius = Number(pen.value) * model.size / 56 + (model.size < 16 ? 0.7 : 0.2);
    for (let j = 0; j < model.size; j++) {
      for (let i = 0; i < model.size; i++) {
        const strength = Math.max(0, Math.min(1, radius + 0.5 - Math.hypot(i + 0.5 - x, j + 0.5 - y)));
        const at = j * model.size + i;
        pixels[at] = Math.max(pixels[at], Math.round(strength * Number(grey.value)));
      }
    }
  };

  let last = null;
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width * model.size, y: (event.clientY - box.top) / box.height * model.size };
  };
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    cursor = null;
    last = place(event);
    dab(last.x, last.y);
    change();
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!last) return;
    const next = place(event);
    const pieces = Math.ceil(Math.hypot(next.x - last.x, next.y - last.y) * 2);
    for (let i = 1; i <= pieces; i++) dab(last.x + (next.x - last.x) * i / pieces, last.y + (next.y - last.y) * i / pieces);
    last = next;
    change();
  });
  for (const name of ['pointerup', 'pointercancel']) canvas.addEventListener(name, () => { last = null; });

  canvas.addEventListener('keydown', (event) => {
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    cursor ??= { x: Math.floor(model.size / 2), y: Math.floor(model.size / 2) };
    if (moves[event.key]) {
      cursor.x = Math.max(0, Math.min(model.size - 1, cursor.x + moves[event.key][0]));
      cursor.y = Math.max(0, Math.min(model.size - 1, cursor.y + moves[event.key][1]));
      if (event.shiftKey) dab(cursor.x + 0.5, cursor.y + 0.5);
    } else if (event.key === ' ') {
      dab(cursor.x + 0.5, cursor.y + 0.5);
    } else {
      return;
    }
    event.preventDefault();
    change();
  });

  const choose = () => {
    model = models.find(({ name }) => name === select.value);
    pixels = new Array(model.size * model.size).fill(0);
    cursor = null;
    document.getElementById('samples').replaceChildren(...model.samples.map((sample) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.title = sample.label;
      button.append(picture(sample.pixels, model.size, model.size, sample.label));
      button.addEventListener('click', () => { pixels = [...sample.pixels]; change(); });
      return button;
    }));
    if (model.samples.length > 0) pixels = [...model.samples[0].pixels];
    change();
  };
  select.addEventListener('change', choose);
  document.getElementById('clear').addEventListener('click', () => { pixels.fill(0); change(); });
  choose();
})();
