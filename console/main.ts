// A page to try the hosting with; the console replaces it.
const settings: unknown = await (await fetch('/settings.json')).json();
document.body.textContent = JSON.stringify(settings);
