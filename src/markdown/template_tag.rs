//! Tags of other generators in a text: Hugo's `{{< youtube id >}}` and `{{% note %}}`, Jekyll's `{% highlight ruby %}`,
//! `{{ site.url }}` and `{: .wide}`. They are shown as they are written, and are no words of the article.

use crate::text::Span;

/// A tag of another generator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateTag {
    /// Its place in the plain text.
    pub span: Span,
    /// What to call it: `{{< youtube >}}`; empty for a tag that only closes another one.
    pub kind: String,
}

/// How tags open and close.
const FORMS: [(&str, &str); 5] = [("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}"), ("{%", "%}"), ("{:", "}")];

/// Longest tag in bytes: what goes on for longer was never closed.
const MAX_LENGTH: usize = 2000;

/// The tags in `text`, which stands at `start` in the plain text, in order.
pub(super) fn template_tags(text: &str, start: usize) -> Vec<TemplateTag> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find('{').map(|at| from + at) {
        match tag(&text[at..]) {
            Some((length, kind)) => {
                found.push(TemplateTag { span: Span::new(start + at, start + at + length), kind });
                from = at + length;
            }
            None => from = at + 1,
        }
    }
    found
}

/// The tag that `text` begins with: its length and its kind.
fn tag(text: &str) -> Option<(usize, String)> {
    let (open, close) = FORMS.iter().find(|(open, _)| text.starts_with(open))?;
    let reach = &text[open.len()..text.floor_char_boundary(MAX_LENGTH)];
    let inner = &reach[..reach.find(close)?];
    if *open == "{:" && inner.contains('\n') {
        return None;
    }
    let length = open.len() + inner.len() + close.len();
    let name = inner.trim().trim_start_matches('-').trim_start();
    if *open == "{:" {
        return Some((length, "{: }".to_owned()));
    }
    let is_part = |c: &char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    let name: String = name.chars().take_while(is_part).collect();
    let closes = name.starts_with('/') || (*open == "{%" && name.starts_with("end"));
    Some((length, if closes { String::new() } else { format!("{open} {name} {close}") }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_tags() {
        for (text, expected) in [
            ("a {{< youtube x1 >}} b", "{{< youtube >}}"),
            ("{{<figure src=\"a.png\"\n caption=\"Hi\">}}", "{{< figure >}}"),
            ("{{% note %}}x{{% /note %}}", "{{% note %}}|"),
            ("{% highlight ruby %}\nx\n{% endhighlight %}", "{% highlight %}|"),
            ("{{ site.url }}/a {{- page.title | upcase -}}", "{{ site.url }}|{{ page.title }}"),
            ("words\n{: .wide}", "{: }"),
            ("{ a } {{ never closed {% either", ""),
            ("{é {{", ""),
        ] {
            let kinds: Vec<String> = template_tags(text, 0).into_iter().map(|tag| tag.kind).collect();
            assert_eq!(kinds.join("|"), expected, "{text}");
        }
        assert_eq!(template_tags("a {% x %} b", 10)[0].span, Span::new(12, 19));
    }

    #[test]
    fn openings_without_an_end_stay_cheap() {
        assert!(template_tags(&"{{ ".repeat(200_000), 0).is_empty());
    }
}
