// Runs before the first paint, as a file of its own because the CSP allows no inline script: no flash of the other theme, language or size.
(() => {
  const root = document.documentElement;
  let saved = {};
  try {
    saved = JSON.parse(localStorage.getItem('magpie.preferences') || '{}') || {};
  } catch {
    // Storage may be forbidden; the defaults serve.
  }
  if (saved.theme === 'light' || saved.theme === 'dark') root.dataset.theme = saved.theme;
  if (typeof saved.accent === 'string') root.dataset.accent = saved.accent;
  if (typeof saved.textSize === 'string') root.dataset.textSize = saved.textSize;
  if (saved.locale === 'en' || saved.locale === 'zh-CN') root.lang = saved.locale;
})();
