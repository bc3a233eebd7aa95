package org.rlgrad.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HtmlTest {
    @Test
    void textAndAttributesCannotBecomeMarkup() {
        String page = new Html()
                .element("p", "<script>alert('x')</script> & more", "title", "\"><script>")
                .document();

        assertThat(page)
                .endsWith(
                        "<p title=\"&quot;&gt;&lt;script&gt;\">&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; more</p>\n");
    }

    @Test
    void charactersThatHtmlForbidsAreReplaced() {
        String page =
                new Html().element("p", "a\0b\u001bc\ud800d\uffffe\n\tf 😀").document();

        assertThat(page).endsWith("<p>a\ufffdb\ufffdc\ufffdd\ufffde\n\tf 😀</p>\n");
    }

    @Test
    void anOpenElementOrAStyleSheetWithMarkupIsADefect() {
        assertThatThrownBy(() -> new Html().open("p").document()).hasMessageContaining("still open: [p]");
        assertThatThrownBy(() -> new Html().style("p { }</style><script>"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
