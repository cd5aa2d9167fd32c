// What stands between a visitor and a page: consent banners, newsletter modals, chat widgets, sticky headers.
// Every function returns plain data. Runs in the page, which may be hostile: nothing it returns is trusted.
(() => {
  const KNOWN = [
    // OneTrust, Cookiebot, Didomi, Usercentrics, Quantcast, TrustArc, Klaro, Complianz, CookieYes, iubenda
    "#onetrust-accept-btn-handler", "#accept-recommended-btn-handler",
    "#CybotCookiebotDialogBodyLevelButtonLevelOptinAllowAll", "#CybotCookiebotDialogBodyButtonAccept",
    "#didomi-notice-agree-button", "[data-testid='uc-accept-all-button']", "#uc-btn-accept-banner",
    ".qc-cmp2-summary-buttons button[mode='primary']", "#truste-consent-button", ".trustarc-agree-btn",
    ".klaro .cm-btn-success", ".klaro .cm-btn-accept-all", ".cmplz-accept", "[data-cky-tag='accept-button']",
    ".cky-btn-accept", ".iubenda-cs-accept-btn",
    // Osano, Cookie Consent, Termly, Borlabs, Cookie Notice, Cookie Law Info, Real Cookie Banner, Axeptio, Sirdata
    ".osano-cm-accept-all", ".cc-allow", ".cc-dismiss", ".cc-btn.cc-accept-all", "[data-tid='banner-accept']",
    "#BorlabsCookieBtn", "[data-borlabs-cookie-accept-all]", "#cn-accept-cookie", ".cn-set-cookie", "#cookie_action_close_header",
    "#wt-cli-accept-all-btn", ".rcb-btn-accept-all", "#axeptio_btn_acceptAll", ".sd-cmp-btn-accept",
    // Shopify, Wix, Squarespace, HubSpot, Tealium, Crownpeak, Consentmanager, Civic, CookieFirst, Cookie-Script, Piwik, Google
    "#shopify-pc__banner__btn-accept", "[data-hook='ccsu-banner-accept-all']", ".sqs-cookie-banner-v2-accept",
    "#hs-eu-confirmation-button", "#consent_prompt_submit", "#_evidon-accept-button", ".cmpboxbtnyes", "#ccc-recommended-settings",
    "[data-cookiefirst-action='accept']", "#cookiescript_accept", ".ppms_cm_agree-to-all", ".fc-cta-consent", "#L2AGLb",
  ];
  const ACCEPT = new RegExp("^(" + [
    "(i )?accept( and (close|continue))?", "(i )?accept( all)?( cookies)?", "allow( all)?( cookies)?", "(i )?agree( and continue| to all)?",
    "ok(ay)?", "got it!?", "i understand", "understood", "continue", "sounds good", "that's (ok|fine)", "yes,? i agree", "enable all",
    "(alle[sn]? )?(cookies )?(akzeptieren|annehmen|zulassen)( (&|und) schlie(ß|ss)en)?", "alle(n)? zustimmen", "zustimmen( und weiter)?", "einverstanden", "ich stimme zu", "verstanden",
    "(tout |j'|j’)?accepte(r)?( tout| et (fermer|continuer)| les cookies)?", "tout accepter", "d['’]accord", "j['’]ai compris", "autoriser( tout| tous les cookies)?",
    "aceptar( todo| todas| todas las cookies| y cerrar| cookies)?", "acepto", "permitir( todas?)?", "de acuerdo", "entendido", "vale",
    "accett[ao]( tutto| tutti( i cookie)?| e chiudi| i cookie)?", "consenti( tutti)?", "ho capito", "va bene",
    "aceitar( tudo| todos| todos os cookies| cookies)?", "aceito", "concordo", "entendi", "permitir todos os cookies",
    "(alle(s)? )?(cookies )?(accepteren|toestaan)", "(ik ga )?akkoord", "begrepen",
    "(godkänn|acceptera|tillåt)( alla)?( cookies| kakor)?", "jag förstår", "(godta|aksepter|tillat)( alle)?", "(accepter|tillad)( alle)?( cookies)?", "hyväksy( kaikki)?( evästeet)?",
    "(akceptuj|zaakceptuj|akceptuję)( wszystkie)?( pliki cookie)?", "zgadzam się", "zgoda", "rozumiem", "przejdź do serwisu",
    "(přijmout|povolit|přijímám)( vše| všechny)?( cookies)?", "souhlasím", "rozumím", "(prijať|súhlasím)( všetky)?", "elfogad(om)?( mindent)?", "(összes )?elfogadása", "rendben", "accept(ă|a)( toate)?( tot)?", "sunt de acord",
    "(приемам|приеми|принять|принимаю|согласен|согласна|хорошо|понятно)( все| всички)?( cookies| куки)?", "(прийняти|погоджуюсь|приймаю)( все| всі)?",
    "αποδοχή( όλων)?", "συμφωνώ", "(tümünü )?kabul (et|ediyorum)", "anladım", "tamam",
    "同意(する|して閉じる)?", "すべて(許可|同意|受け入れる)", "接受(全部|所有)?", "全部接受", "我知道了", "知道了", "确定", "동의( ?합니다)?", "모두 (수락|허용)", "확인",
    "קבל( הכל)?", "אני מסכים", "אישור", "قبول( الكل)?", "موافق", "أوافق", "(chấp nhận|đồng ý)( tất cả)?", "(setuju|terima)( semua)?", "ยอมรับ(ทั้งหมด)?", "स्वीकार( करें)?",
  ].join("|") + ")$", "i");
  const CLOSE = new RegExp("^(" + [
    "[×✕✖✗⨉xX]", "close( (dialog|modal|popup|this|window|banner|menu))?", "dismiss", "no,? thanks?( you)?", "not now", "maybe later", "later", "skip", "decline", "reject( all)?", "no",
    "schlie(ß|ss)en", "nein,? danke", "später", "ablehnen", "fermer", "non,? merci", "plus tard", "refuser( tout)?", "continuer sans accepter", "cerrar", "no,? gracias", "ahora no", "rechazar( todo)?",
    "chiudi", "no,? grazie", "rifiuta( tutto)?", "fechar", "não,? obrigad[oa]", "agora não", "sluiten", "nee,? (bedankt|dank je)", "stäng", "nej,? tack", "lukk", "luk", "nei,? takk", "sulje",
    "zamknij", "nie,? dziękuję", "zavřít", "ne,? děkuji", "zatvoriť", "bezár(ás)?", "închide", "затвори", "закрыть", "нет,? спасибо", "закрити", "κλείσιμο", "kapat", "閉じる", "关闭", "關閉", "닫기", "סגור", "إغلاق", "đóng", "tutup", "ปิด",
  ].join("|") + ")$", "i");
  const OVERLAY = /cookie|consent|gdpr|ccpa|cmp|privacy|modal|popup|pop-up|newsletter|subscribe|overlay|lightbox|dialog|interstitial|banner|notice|drawer|optin/i;
  const CHAT = [
    "#intercom-container", ".intercom-lightweight-app", "#drift-widget-container", "#drift-frame-controller", "#hubspot-messages-iframe-container",
    "iframe[title*='chat' i]", "[id^='tawk']", ".crisp-client", "#launcher", "#webWidget", "#fc_frame", "#tidio-chat", "#chat-widget-container", "#beacon-container", "#olark-wrapper", ".fb_dialog", "#livechat-compact-container", "df-messenger", "#smartsupp-widget-container", "#gorgias-chat-container", ".zsiq_floatmain",
  ];

  const all = (selector, root = document) => {
    const found = [...root.querySelectorAll(selector)];
    for (const host of root.querySelectorAll("*")) if (host.shadowRoot) found.push(...all(selector, host.shadowRoot));
    return found;
  };
  const seen = (e) => { const b = e.getBoundingClientRect(); return b.width > 1 && b.height > 1 && getComputedStyle(e).visibility !== "hidden"; };
  const label = (e) => (e.innerText || e.value || e.getAttribute("aria-label") || e.title || "").replace(/\s+/g, " ").trim();
  const parent = (e) => e.parentElement || (e.getRootNode() instanceof ShadowRoot ? e.getRootNode().host : null);
  const floats = (e) => {  // does it lie over the page, rather than in it?
    for (let at = e; at && at !== document.body; at = parent(at)) {
      const style = getComputedStyle(at);
      if (style.position === "fixed" || style.position === "sticky" || at.matches("dialog[open],[role=dialog],[role=alertdialog],[aria-modal=true]")) return true;
      if (style.position === "absolute" && +style.zIndex > 99 && OVERLAY.test(at.id + " " + at.className)) return true;
    }
    return false;
  };
  const named = (e) => { for (let at = e, i = 0; at && i < 12; at = parent(at), i++) if (OVERLAY.test(at.id + " " + (at.className.baseVal ?? at.className))) return true; return false; };
  const stays = (e) => { const link = e.closest("a"); const href = link && (link.getAttribute("href") || ""); return !link || href === "" || href.startsWith("#") || /^javascript:/i.test(href); };
  const press = (e, why, done) => { if (!stays(e)) return false; try { e.click(); } catch { return false; } done.push(why.slice(0, 60)); return true; };

  // Click away what can be clicked away; in a frame of a consent service everything counts as overlay.
  window.__leadreelDismiss = (inFrame) => {
    const done = [];
    for (const selector of KNOWN) for (const e of all(selector)) if (seen(e)) press(e, selector, done);
    const buttons = all("button,[role=button],a,input[type=button],input[type=submit]").filter(seen).slice(0, 3000);
    for (const e of buttons) {
      const text = label(e);
      if (!text || text.length > 40 || !(ACCEPT.test(text) || CLOSE.test(text) || CLOSE.test((e.getAttribute("aria-label") || "").trim()))) continue;
      if (inFrame ? ACCEPT.test(text) : floats(e) && (named(e) || e.closest("dialog,[role=dialog],[role=alertdialog],[aria-modal=true]"))) press(e, text, done);
    }
    const closers = all("[class*=close i],[id*=close i],[aria-label*=close i],[data-dismiss],[data-action=close]").filter(seen);
    if (!inFrame) for (const e of closers.slice(0, 200)) {
      const box = e.getBoundingClientRect();
      if (box.width < 90 && box.height < 90 && floats(e) && named(e) && !e.closest("header,nav")) press(e, "close button", done);
    }
    return done;
  };

  // Hide what is left lying over a large part of the window, and let the page scroll again.
  window.__leadreelClear = () => {
    const done = [];
    const hide = (e, why) => { e.style.setProperty("display", "none", "important"); done.push(why); };
    for (const selector of CHAT) for (const e of all(selector)) hide(e, "chat widget");
    for (const e of all("dialog[open]")) { try { e.close(); } catch { hide(e, "dialog"); } }
    const area = innerWidth * innerHeight;
    for (const e of all("*")) {
      const style = getComputedStyle(e);
      if (style.position !== "fixed" || style.display === "none") continue;
      const b = e.getBoundingClientRect();
      const seenPart = Math.max(0, Math.min(b.right, innerWidth) - Math.max(b.left, 0)) * Math.max(0, Math.min(b.bottom, innerHeight) - Math.max(b.top, 0));
      const holdsPage = e.querySelectorAll("*").length > document.body.querySelectorAll("*").length * 0.6;
      if (seenPart / area > 0.3 && +style.zIndex >= 0 && !holdsPage) hide(e, "overlay over " + Math.round(100 * seenPart / area) + " %");
    }
    for (const e of [document.documentElement, document.body]) {
      e.style.setProperty("overflow", "visible", "important");
      if (getComputedStyle(e).position === "fixed") e.style.setProperty("position", "static", "important");
      e.style.setProperty("filter", "none", "important");
    }
    return done;
  };

  // Headers that follow the visitor would stand in the middle of a long picture: they stay where they begin.
  window.__leadreelUnstick = () => {
    for (const e of all("*")) {
      const style = getComputedStyle(e);
      if (style.position === "sticky") e.style.setProperty("position", "static", "important");
      if (style.position !== "fixed") continue;
      const b = e.getBoundingClientRect();
      if (b.top <= innerHeight / 3) e.style.setProperty("position", "absolute", "important");
      else e.style.setProperty("display", "none", "important");
    }
  };

  // Bring in what loads when it is scrolled to, then go back to the top.
  window.__leadreelScroll = async (most, budget) => {
    const end = performance.now() + budget;
    for (const e of document.querySelectorAll("img[loading=lazy],iframe[loading=lazy]")) e.loading = "eager";
    const height = () => Math.min(most, document.documentElement.scrollHeight);
    for (let y = 0; y < height() && performance.now() < end; y += Math.round(innerHeight * 0.8)) {
      scrollTo({ top: y, behavior: "instant" });
      await new Promise((go) => setTimeout(go, 30));
    }
    const left = Math.max(50, end - performance.now());
    const images = [...document.images].filter((i) => i.getBoundingClientRect().top + scrollY < most && !i.complete);
    await Promise.race([Promise.all(images.map((i) => i.decode().catch(() => 0))), new Promise((go) => setTimeout(go, left))]);
    scrollTo({ top: 0, behavior: "instant" });
    return Math.round(document.documentElement.scrollHeight);
  };
})();
