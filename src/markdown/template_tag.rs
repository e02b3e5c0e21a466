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
    let mut closes = FORMS.map(|(_, close)| Closes { mark: close, next: 0 });
    let mut from = 0;
    while let Some(at) = text[from..].find('{').map(|at| from + at) {
        from = at + 1;
        let Some(form) = FORMS.iter().position(|(open, _)| text[at..].starts_with(open)) else { continue };
        let (open, close) = FORMS[form];
        let Some(inner_end) = closes[form].from(text, at + open.len()) else { continue };
        let end = inner_end + close.len();
        if end - at > MAX_LENGTH {
            continue;
        }
        if let Some(kind) = kind(open, &text[at + open.len()..inner_end], close) {
            found.push(TemplateTag { span: Span::new(start + at, start + end), kind });
            from = end;
        }
    }
    found
}

/// The places of a closing mark, looked for once, however many tags were never closed.
struct Closes {
    mark: &'static str,
    /// The first one behind the place asked for last; behind the text where there is none.
    next: usize,
}

impl Closes {
    /// The first one from `from` on, which never goes back.
    fn from(&mut self, text: &str, from: usize) -> Option<usize> {
        if self.next < from {
            self.next = text[from..].find(self.mark).map_or(usize::MAX, |at| from + at);
        }
        (self.next < usize::MAX).then_some(self.next)
    }
}

/// What to call a tag by its marks and what stands between them; `None` where it is none.
fn kind(open: &str, inner: &str, close: &str) -> Option<String> {
    if open == "{:" {
        return (!inner.contains('\n')).then(|| "{: }".to_owned());
    }
    let name = inner.trim().trim_start_matches('-').trim_start();
    let is_part = |c: &char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    let name: String = name.chars().take_while(is_part).collect();
    let closes = name.starts_with('/') || (open == "{%" && name.starts_with("end"));
    Some(if closes { String::new() } else { format!("{open} {name} {close}") })
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
