/** Make an element: properties by their DOM names, then text, elements or a list of either. */
export function el(tag, properties = {}, content = []) {
  const { role, ...rest } = properties;
  const element = Object.assign(document.createElement(tag), rest);
  if (role) element.setAttribute("role", role);
  element.append(...[content].flat());
  return element;
}
