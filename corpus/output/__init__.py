"""Result, and the forms it takes: tables, concordances, exports, charts."""
