//! Making pages from templates smaller. Never hand-written ones (nothing to win) nor SVG (case and spaces matter).

/// Larger pages are left as they are: the time would show, the bytes would not.
const LARGEST: usize = 1024 * 1024;

/// A page without the white space and quotes that browsers don't need. Closing tags and the tags of the document
/// stay, so that what people read in the source is still the page.
pub(super) fn html(page: Vec<u8>) -> Vec<u8> {
    if page.len() > LARGEST {
        return page;
    }
    let mut settings = minify_html::Cfg::new();
    settings.keep_closing_tags = true;
    settings.keep_html_and_head_opening_tags = true;
    settings.keep_comments = false;
    settings.minify_css = false;
    settings.minify_js = false;
    minify_html::minify(&page, &settings)
}

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn text_that_is_shown_as_it_is_stays_as_it_is() {
        let page = "<!doctype html><html><head><title>x</title></head><body><main><pre class=\"code\">\n  a  b\n\n c</pre><p>one <b>two</b> <i>three</i></p></main></body></html>";
        let small = String::from_utf8_lossy(&html(page.as_bytes().to_vec())).into_owned();
        assert!(small.contains("  a  b\n\n c</pre>"), "{small}");
        assert!(small.contains("one <b>two</b> <i>three</i>"), "{small}");
    }
}
