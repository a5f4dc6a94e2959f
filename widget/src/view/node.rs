//! A piece of the page as a value.

/// An element, an icon of the page's set, or text.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    El(El),
    Icon(&'static str),
    Text(String),
}

#[derive(Debug, Clone, PartialEq)]
pub struct El {
    pub tag: &'static str,
    pub class: &'static str,
    pub attrs: Vec<(&'static str, String)>,
    pub of: Vec<Node>,
}

/// An empty element.
pub fn el(tag: &'static str, class: &'static str) -> El {
    El { tag, class, attrs: Vec::new(), of: Vec::new() }
}

/// A button that tells the session to do something.
pub fn button(class: &'static str, act: &str, label: &str) -> El {
    el("button", class).attr("type", "button").attr("data-do", act).text(label)
}

/// A link that opens a tab of its own.
pub fn link(class: &'static str, href: &str) -> El {
    el("a", class).attr("href", href).attr("target", "_blank").attr("rel", "noopener")
}

impl El {
    pub fn attr(mut self, name: &'static str, value: &str) -> Self {
        self.attrs.push((name, value.to_owned()));
        self
    }

    pub fn text(self, text: &str) -> Self {
        self.node(Node::Text(text.to_owned()))
    }

    pub fn icon(self, name: &'static str) -> Self {
        self.node(Node::Icon(name))
    }

    pub fn with(self, child: El) -> Self {
        self.node(Node::El(child))
    }

    pub fn all(mut self, nodes: Vec<Node>) -> Self {
        self.of.extend(nodes);
        self
    }

    fn node(mut self, node: Node) -> Self {
        self.of.push(node);
        self
    }
}

/// The words of `nodes`, for tests and for nothing else.
#[cfg(test)]
pub fn words(nodes: &[Node]) -> String {
    let word = |node: &Node| match node {
        Node::Text(text) => text.clone(),
        Node::Icon(name) => ["<", name, ">"].concat(),
        Node::El(el) => words(&el.of),
    };
    nodes.iter().map(word).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
