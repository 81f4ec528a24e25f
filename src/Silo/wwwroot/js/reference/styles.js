// The API's reference makes its styles while it runs, and the page's policy runs none that are written into it. Styles that scripts make, which
// prove themselves by the page's nonce, are let through here: elements get the nonce too, attributes become properties. Whatever else writes into the page
// is still held up.
{
  const nonce = document.currentScript.nonce;
  const createElement = Document.prototype.createElement;
  Document.prototype.createElement = function (...args) {
    const element = createElement.apply(this, args);
    if (element instanceof HTMLStyleElement) {
      element.nonce = nonce;
    }
    return element;
  };

  const setAttribute = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (name, value) {
    if (name === "style" && this.style) {
      this.style.cssText = value;
    } else {
      setAttribute.call(this, name, value);
    }
  };
}
