// Chooses Streamlit's light or dark theme for this address and loads it anew.
// <script src="..." data-theme="Dark"></script>
(() => {
  const key = `stActiveTheme-${window.location.pathname}-v2`;
  window.localStorage.setItem(key, JSON.stringify(document.currentScript.dataset.theme));
  window.location.reload();
})();
