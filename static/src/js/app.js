/** Everything here adds to pages that work without it. */
import { startDialogs } from "./dialog.js";
import { startDrawer } from "./drawer.js";
import { startEditors } from "./editor.js";
import { startFilters } from "./filter.js";
import { startForms } from "./form.js";
import { startMenus } from "./menu.js";
import { startQuotes } from "./quote.js";
import { startSearch } from "./search_suggestions.js";
import { startThemeSwitches } from "./theme.js";
import { startTimes } from "./times.js";

startTimes();
startMenus();
startDrawer();
startFilters();
startThemeSwitches();
startForms();
startDialogs();
startQuotes();
startEditors();
startSearch();
