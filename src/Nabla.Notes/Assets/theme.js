// Before the first paint: the theme that was chosen here last, if any.
try {
  const theme = localStorage.getItem('nabla-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch { /* storage is closed; the system's theme it is */ }
