// The page's language, with the region that the browser has for it.
export const language = () => (navigator.language.startsWith(document.documentElement.lang) ? navigator.language : document.documentElement.lang);
