// What a reader does with the notebook. "file" is the site opened from the disk, "served" the one of nabla notes serve.
export const browserChecks = async ({ check, file, served }) => {
  const go = (page, address) => page.goto(address, { waitUntil: 'load' });

  await check('home: newest first, pages, light', file, async (page, { shot, accessible, expect }) => {
    await go(page, `${file}index.html`);
    expect(await page.locator('h1').innerText() === 'Latest updates', 'no heading "Latest updates"');
    expect(await page.locator('article.item').count() === 5, 'not five notes a page');
    const dates = await page.locator('article.item').evaluateAll((items) => items
      .filter((item) => !item.querySelector('.pinned')).map((item) => [...item.querySelectorAll('time')].at(-1).dateTime));
    expect(dates.join() === [...dates].sort().reverse().join(), `dates are not falling: ${dates}`);
    const weight = await page.evaluate(() => [...performance.getEntriesByType('resource'), ...performance.getEntriesByType('navigation')].reduce((sum, entry) => sum + entry.decodedBodySize, 0));
    expect(weight < 150_000, `home weighs ${weight} bytes`);
    await shot('home');
    await accessible();
    await page.locator('nav.pages a[rel=next]').click();
    expect(page.url().endsWith('page/2.html'), `the next page is ${page.url()}`);
    expect(await page.locator('nav.pages a[aria-current=page]').innerText() === '2', 'page 2 does not know its number');
  });

  await check('category, tag, topics, archive', file, async (page, { expect, accessible, shot }) => {
    await go(page, `${file}index.html`);
    await page.locator('a.category').first().click();
    expect(page.url().includes('/categories/'), 'no page of the category');
    expect(await page.locator('article.item').count() > 0, 'the category is empty');
    await page.locator('header nav a', { hasText: 'Topics' }).click();
    await accessible();
    await shot('topics');
    await page.locator('a.tag').first().click();
    expect(page.url().includes('/tags/'), 'no page of the tag');
    await page.locator('header nav a', { hasText: 'Archive' }).click();
    expect(await page.locator('ul.rows li').count() > 5, 'the archive is empty');
    await accessible();
  });

  await check('search in English and Chinese, from a file', file, async (page, { expect, accessible, shot }) => {
    await go(page, `${file}index.html`);
    await page.keyboard.press('/');
    await page.keyboard.type('knapsack capacity');
    await page.keyboard.press('Enter');
    await page.waitForURL(/search\.html\?q=/);
    const first = await page.locator('#results li a').first().innerText();
    expect(/knapsack/i.test(first), `the first result is ${first}`);
    await shot('search-english');
    await accessible();
    await page.fill('#q', '背包');
    expect(/背包/.test(await page.locator('#results li a').first().innerText()), 'no Chinese note about 背包');
    await page.fill('#q', '滑动窗口 最大值');
    expect(/窗口/.test(await page.locator('#results li a').first().innerText()), 'no Chinese note about 滑动窗口');
    await shot('search-chinese');
    await page.fill('#q', 'nn.functional.conv2d');
    expect(/api\/nn-functional\.html/.test(await page.locator('#results li a').first().getAttribute('href')), 'the API is not searched');
    await page.fill('#q', 'zzzzqqq');
    expect((await page.locator('#found').innerText()).startsWith('0 notes'), 'nonsense is found');
    await page.fill('#q', '<img src=x onerror=alert(1)>');
    expect(await page.locator('#results img').count() === 0, 'a query became HTML');
  });

  await check('a note: formulas, drawing, code, copy, contents', file, async (page, { expect, accessible, shot }) => {
    await go(page, `${file}notes/knapsack.html`);
    expect(await page.locator('.katex').count() > 5, 'no formulas');
    expect(await page.locator('.math.source').count() === 0, 'formulas show their source');
    await page.evaluate(() => document.fonts.ready);
    expect(await page.evaluate(() => document.fonts.check('16px KaTeX_Math')), 'the formulas\' font did not load');
    expect(await page.locator('figure.drawing svg').count() > 0, 'no drawing');
    expect(await page.locator('figure.code i.k').count() > 0, 'code has no colours');
    await page.locator('figure.code button.copy').first().click();
    expect(await page.locator('figure.code button.copy').first().innerText() === 'Copied', 'nothing was copied');
    await shot('note-knapsack', { fullPage: true });
    await accessible();
    await go(page, `${file}notes/adamw.html`);
    expect(await page.locator('.body img').evaluateAll((images) => images.every((image) => { image.loading = 'eager'; return true; })), 'no picture');
    await page.waitForFunction(() => [...document.querySelectorAll('.body img')].every((image) => image.complete && image.naturalWidth > 0));
    await shot('note-plot', { fullPage: true });
    await go(page, `${file}notes/autograd.html`);
    await page.locator('nav.toc a').nth(2).click();
    expect(page.url().includes('#'), 'the contents lead nowhere');
    await accessible();
  });

  await check('twins, in both languages', file, async (page, { expect, accessible, shot }) => {
    await go(page, `${file}notes/knapsack.html`);
    await page.locator('p.meta a[hreflang="zh-CN"]').first().click();
    expect(page.url().endsWith('knapsack.zh.html'), 'no way to the Chinese twin');
    expect(await page.evaluate(() => document.documentElement.lang) === 'zh-CN', 'the Chinese page does not say its language');
    await shot('note-chinese', { fullPage: true });
    await accessible();
    await page.locator('header .brand').click();
    expect((await page.locator('h1').innerText()) === '最新更新', 'no Chinese home');
    await shot('home-chinese');
    await accessible();
  });

  await check('dark', file, async (page, { expect, accessible, shot }) => {
    await go(page, `${file}notes/sliding-window-maximum.html`);
    const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(dark === 'rgb(17, 24, 39)', `the system's dark theme is not followed: ${dark}`);
    await shot('note-dark', { fullPage: true });
    await accessible();
    await page.locator('button.theme').click();
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor) !== dark, 'the switch does nothing');
    await page.reload();
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor) !== dark, 'the choice is forgotten');
  }, { colorScheme: 'dark' });

  await check('phone', file, async (page, { expect, accessible, shot }) => {
    for (const path of ['index.html', 'notes/knapsack.html', 'notes/computational-geometry.html', 'api/nn-functional.html', 'docs/benchmarks.html']) {
      await go(page, file + path);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide <= 1, `${path} is ${wide} pixels wider than the phone`);
    }
    await go(page, `${file}notes/knapsack.html`);
    const tall = await page.locator('header.top').evaluate((header) => header.offsetHeight);
    expect(tall < 130, `the header takes ${tall} pixels of the phone`);
    await shot('note-phone');
    await accessible();
  }, { viewport: { width: 375, height: 740 }, isMobile: true, hasTouch: true });

  await check('paper', file, async (page, { expect, shot }) => {
    await go(page, `${file}notes/heaps.html`);
    await page.emulateMedia({ media: 'print' });
    expect(!await page.locator('header.top').isVisible(), 'the navigation is printed');
    await shot('note-print', { fullPage: true });
  });

  await check('keyboard: the first stop skips to the text', file, async (page, { expect }) => {
    await go(page, `${file}notes/heaps.html`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement.className) === 'skip', 'no way to skip the navigation');
    await page.keyboard.press('Enter');
    expect(page.url().endsWith('#main'), 'the skip link leads nowhere');
  });

  await check('API pages', file, async (page, { expect, accessible, shot }) => {
    await go(page, `${file}api/index.html`);
    await accessible();
    await page.locator('a', { hasText: /^nn\.functional$/ }).click();
    expect(await page.locator('section.entry').count() > 50, 'few functions');
    expect(await page.locator('section.entry dl').count() > 50, 'parameters are not documented');
    await accessible();
    await go(page, `${file}api/algorithms-sequences-sliding-window.html`);
    expect(await page.locator('a[href="../notes/sliding-window-maximum.html"]').count() > 0, 'the API does not lead to its note');
    await shot('api');
  });

  await check('playground: draw', served, async (page, { expect, accessible, shot }) => {
    await go(page, `${served}playground/index.html`);
    expect(await page.locator('article.item').count() >= 4, 'fewer than four pages');
    await accessible();
    await page.locator('a', { hasText: 'Draw a garment' }).click();
    await page.waitForSelector('#classes li');
    await page.locator('#samples button[title=Trouser]').first().click();
    await page.waitForFunction(() => document.querySelector('#classes li span')?.textContent === 'Trouser');
    expect(await page.locator('#maps canvas').count() > 50, 'no activation maps');
    await shot('playground-garment', { fullPage: true });
    await page.selectOption('#model', 'digits');
    await page.waitForFunction(() => document.querySelectorAll('#classes li').length === 10 && [...document.querySelectorAll('#classes li span:first-child')].some((name) => name.textContent === '7'));
    await page.locator('#clear').click();
    const box = await page.locator('#canvas').boundingBox();
    const at = (x, y) => [box.x + box.width * x, box.y + box.height * y];
    await page.mouse.move(...at(0.5, 0.08));
    await page.mouse.down();
    await page.mouse.move(...at(0.5, 0.92), { steps: 20 });
    await page.mouse.up();
    await page.waitForFunction(() => document.querySelector('#classes li span')?.textContent === '1');
    await accessible();
    await shot('playground-digit', { fullPage: true });
    await page.locator('#canvas').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    expect(await page.locator('#error').isHidden(), 'an error is shown');
  });

  await check('playground: activations', served, async (page, { expect, accessible, shot }) => {
    await go(page, `${served}playground/activations.html`);
    await page.waitForSelector('#curves path.y');
    await page.selectOption('#name', 'Swish');
    const before = await page.locator('#curves path.y').getAttribute('d');
    await page.locator('#parameter').fill('4');
    await page.waitForFunction((old) => document.querySelector('#curves path.y').getAttribute('d') !== old, before);
    await page.selectOption('#name', 'ReLU');
    await page.waitForFunction(() => /(4[6-9]|5[0-4])\.\d % exactly 0/.test(document.getElementById('moments').textContent));
    await page.locator('#mean').fill('-2');
    await page.waitForFunction(() => /9\d\.\d % exactly 0/.test(document.getElementById('moments').textContent));
    await page.selectOption('#name', 'Mish');
    expect(await page.locator('#parameter').isHidden(), 'Mish has no parameter');
    await accessible();
    await shot('playground-activations', { fullPage: true });
  });

  await check('playground: sliding window', served, async (page, { expect, accessible, shot, allow }) => {
    await go(page, `${served}playground/windows.html`);
    await page.waitForSelector('#stage .cell');
    for (let i = 0; i < 5; i++) await page.locator('#player button').nth(3).click();
    expect((await page.locator('#player [role=status]').innerText()).includes('Push 5: 1 candidate'), await page.locator('#player [role=status]').innerText());
    await accessible();
    await shot('playground-windows');
    await page.locator('#player input').fill('12');
    expect((await page.locator('#stage .cell.done').allInnerTexts()).join(' ') === '3 3 5 5 6 7 7 7 4 4', 'the maxima are wrong');
    await page.locator('input[name=size]').fill('13');
    await page.locator('form#form button').first().click();
    await page.waitForSelector('#error:not([hidden])');
    expect((await page.locator('#error').innerText()).includes("'size' is 13"), 'the error is not explained');
    allow(/status of 400/);
  });

  await check('playground: heap and sort', served, async (page, { expect, accessible, shot }) => {
    await go(page, `${served}playground/heap.html`);
    await page.waitForSelector('#stage svg');
    for (let i = 0; i < 4; i++) await page.locator('#player button').nth(3).click();
    await shot('playground-heap');
    await accessible();
    await page.locator('#player button').nth(2).click();
    await page.waitForFunction(() => /Done after/.test(document.querySelector('#player [role=status]').textContent), null, { timeout: 30_000 });
    expect((await page.locator('#stage .cell').first().innerText()) === '1', 'the smallest value is not on top');
    await go(page, `${served}playground/sort.html`);
    await page.waitForSelector('#stage svg');
    await page.selectOption('select[name=algorithm]', 'merge');
    await page.waitForFunction(() => document.getElementById('source').textContent === 'MergeSort.Sort');
    const most = Number(await page.locator('#player input').getAttribute('max'));
    await page.locator('#player input').fill(String(Math.floor(most / 2)));
    await shot('playground-sort');
    await accessible();
    await page.locator('#player input').fill(String(most));
    const numbers = (await page.locator('#stage svg text').allInnerTexts()).map(Number);
    expect(numbers.join() === [...numbers].sort((a, b) => a - b).join(), 'it is not sorted');
  });

  await check('playground: knapsack', served, async (page, { expect, accessible, shot }) => {
    await go(page, `${served}playground/knapsack.html`);
    await page.waitForSelector('#table td');
    const most = Number(await page.locator('#player input').getAttribute('max'));
    await page.locator('#player input').fill('25');
    await accessible();
    await page.locator('#player input').fill(String(most));
    expect((await page.locator('#choice').innerText()).startsWith('Best value 12'), await page.locator('#choice').innerText());
    await shot('playground-knapsack');
    await page.locator('input[name=weights]').fill('1 two');
    await page.locator('form#form button').first().click();
    await page.waitForSelector('#error:not([hidden])');
  });

  await check('served: live pages, and a page that is not there', served, async (page, { expect, allow }) => {
    await go(page, `${served}nothing/here.html`);
    expect((await page.locator('h1').innerText()) === 'There is no such page', 'no page for what is missing');
    allow(/404/);
    await go(page, `${served}index.html`);
    expect(await page.locator('header nav a', { hasText: 'Playground' }).count() === 1, 'no way to the playground');
  });
};
