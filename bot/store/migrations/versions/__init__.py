"""One file a step; each spells its tables out, so that later changes of `schema` do not change it."""
