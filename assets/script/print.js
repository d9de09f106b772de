// Opens the browser's own dialogue for printing.
// <script src="..." data-press="1"></script>
window.print();
