/* liftday-week, built by script/card from 49d5f7e3c8f68c6cf3345dc46c97d44348e13c0ac790702fc4e49bceec8f638b */
/**
 * @license
 * Copyright 2019 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var z=globalThis,O=z.ShadowRoot&&(z.ShadyCSS===void 0||z.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,V=Symbol(),oe=new WeakMap,E=class{constructor(e,t,s){if(this._$cssResult$=!0,s!==V)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,t=this.t;if(O&&e===void 0){let s=t!==void 0&&t.length===1;s&&(e=oe.get(t)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),s&&oe.set(t,e))}return e}toString(){return this.cssText}},de=n=>new E(typeof n=="string"?n:n+"",void 0,V),F=(n,...e)=>{let t=n.length===1?n[0]:e.reduce((s,i,a)=>s+(r=>{if(r._$cssResult$===!0)return r.cssText;if(typeof r=="number")return r;throw Error("Value passed to 'css' function must be a 'css' function result: "+r+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(i)+n[a+1],n[0]);return new E(t,n,V)},le=(n,e)=>{if(O)n.adoptedStyleSheets=e.map(t=>t instanceof CSSStyleSheet?t:t.styleSheet);else for(let t of e){let s=document.createElement("style"),i=z.litNonce;i!==void 0&&s.setAttribute("nonce",i),s.textContent=t.cssText,n.appendChild(s)}},B=O?n=>n:n=>n instanceof CSSStyleSheet?(e=>{let t="";for(let s of e.cssRules)t+=s.cssText;return de(t)})(n):n;/**
 * @license
 * Copyright 2017 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var{is:ze,defineProperty:Oe,getOwnPropertyDescriptor:Ue,getOwnPropertyNames:Me,getOwnPropertySymbols:We,getPrototypeOf:je}=Object,U=globalThis,ce=U.trustedTypes,Ie=ce?ce.emptyScript:"",Ve=U.reactiveElementPolyfillSupport,C=(n,e)=>n,q={toAttribute(n,e){switch(e){case Boolean:n=n?Ie:null;break;case Object:case Array:n=n==null?n:JSON.stringify(n)}return n},fromAttribute(n,e){let t=n;switch(e){case Boolean:t=n!==null;break;case Number:t=n===null?null:Number(n);break;case Object:case Array:try{t=JSON.parse(n)}catch{t=null}}return t}},pe=(n,e)=>!ze(n,e),he={attribute:!0,type:String,converter:q,reflect:!1,useDefault:!1,hasChanged:pe};Symbol.metadata??=Symbol("metadata"),U.litPropertyMetadata??=new WeakMap;var f=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=he){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let s=Symbol(),i=this.getPropertyDescriptor(e,s,t);i!==void 0&&Oe(this.prototype,e,i)}}static getPropertyDescriptor(e,t,s){let{get:i,set:a}=Ue(this.prototype,e)??{get(){return this[t]},set(r){this[t]=r}};return{get:i,set(r){let d=i?.call(this);a?.call(this,r),this.requestUpdate(e,d,s)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??he}static _$Ei(){if(this.hasOwnProperty(C("elementProperties")))return;let e=je(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(C("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(C("properties"))){let t=this.properties,s=[...Me(t),...We(t)];for(let i of s)this.createProperty(i,t[i])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[s,i]of t)this.elementProperties.set(s,i)}this._$Eh=new Map;for(let[t,s]of this.elementProperties){let i=this._$Eu(t,s);i!==void 0&&this._$Eh.set(i,t)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let s=new Set(e.flat(1/0).reverse());for(let i of s)t.unshift(B(i))}else e!==void 0&&t.push(B(e));return t}static _$Eu(e,t){let s=t.attribute;return s===!1?void 0:typeof s=="string"?s:typeof e=="string"?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,t=this.constructor.elementProperties;for(let s of t.keys())this.hasOwnProperty(s)&&(e.set(s,this[s]),delete this[s]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return le(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,s){this._$AK(e,s)}_$ET(e,t){let s=this.constructor.elementProperties.get(e),i=this.constructor._$Eu(e,s);if(i!==void 0&&s.reflect===!0){let a=(s.converter?.toAttribute!==void 0?s.converter:q).toAttribute(t,s.type);this._$Em=e,a==null?this.removeAttribute(i):this.setAttribute(i,a),this._$Em=null}}_$AK(e,t){let s=this.constructor,i=s._$Eh.get(e);if(i!==void 0&&this._$Em!==i){let a=s.getPropertyOptions(i),r=typeof a.converter=="function"?{fromAttribute:a.converter}:a.converter?.fromAttribute!==void 0?a.converter:q;this._$Em=i;let d=r.fromAttribute(t,a.type);this[i]=d??this._$Ej?.get(i)??d,this._$Em=null}}requestUpdate(e,t,s,i=!1,a){if(e!==void 0){let r=this.constructor;if(i===!1&&(a=this[e]),s??=r.getPropertyOptions(e),!((s.hasChanged??pe)(a,t)||s.useDefault&&s.reflect&&a===this._$Ej?.get(e)&&!this.hasAttribute(r._$Eu(e,s))))return;this.C(e,t,s)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(e,t,{useDefault:s,reflect:i,wrapped:a},r){s&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,r??t??this[e]),a!==!0||r!==void 0)||(this._$AL.has(e)||(this.hasUpdated||s||(t=void 0),this._$AL.set(e,t)),i===!0&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(t){Promise.reject(t)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[i,a]of this._$Ep)this[i]=a;this._$Ep=void 0}let s=this.constructor.elementProperties;if(s.size>0)for(let[i,a]of s){let{wrapped:r}=a,d=this[i];r!==!0||this._$AL.has(i)||d===void 0||this.C(i,void 0,a,d)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(s=>s.hostUpdate?.()),this.update(t)):this._$EM()}catch(s){throw e=!1,this._$EM(),s}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(t=>t.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(t=>this._$ET(t,this[t])),this._$EM()}updated(e){}firstUpdated(e){}};f.elementStyles=[],f.shadowRootOptions={mode:"open"},f[C("elementProperties")]=new Map,f[C("finalized")]=new Map,Ve?.({ReactiveElement:f}),(U.reactiveElementVersions??=[]).push("2.1.2");/**
 * @license
 * Copyright 2017 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var Y=globalThis,ue=n=>n,M=Y.trustedTypes,me=M?M.createPolicy("lit-html",{createHTML:n=>n}):void 0,ve="$lit$",y=`lit$${Math.random().toFixed(9).slice(2)}$`,be="?"+y,Fe=`<${be}>`,b=document,D=()=>b.createComment(""),P=n=>n===null||typeof n!="object"&&typeof n!="function",ee=Array.isArray,Be=n=>ee(n)||typeof n?.[Symbol.iterator]=="function",K=`[ 	
\f\r]`,T=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,fe=/-->/g,ge=/>/g,$=RegExp(`>|${K}(?:([^\\s"'>=/]+)(${K}*=${K}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),ye=/'/g,_e=/"/g,xe=/^(?:script|style|textarea|title)$/i,te=n=>(e,...t)=>({_$litType$:n,strings:e,values:t}),p=te(1),rt=te(2),ot=te(3),x=Symbol.for("lit-noChange"),l=Symbol.for("lit-nothing"),$e=new WeakMap,v=b.createTreeWalker(b,129);function we(n,e){if(!ee(n)||!n.hasOwnProperty("raw"))throw Error("invalid template strings array");return me!==void 0?me.createHTML(e):e}var qe=(n,e)=>{let t=n.length-1,s=[],i,a=e===2?"<svg>":e===3?"<math>":"",r=T;for(let d=0;d<t;d++){let o=n[d],c,u,h=-1,m=0;for(;m<o.length&&(r.lastIndex=m,u=r.exec(o),u!==null);)m=r.lastIndex,r===T?u[1]==="!--"?r=fe:u[1]!==void 0?r=ge:u[2]!==void 0?(xe.test(u[2])&&(i=RegExp("</"+u[2],"g")),r=$):u[3]!==void 0&&(r=$):r===$?u[0]===">"?(r=i??T,h=-1):u[1]===void 0?h=-2:(h=r.lastIndex-u[2].length,c=u[1],r=u[3]===void 0?$:u[3]==='"'?_e:ye):r===_e||r===ye?r=$:r===fe||r===ge?r=T:(r=$,i=void 0);let g=r===$&&n[d+1].startsWith("/>")?" ":"";a+=r===T?o+Fe:h>=0?(s.push(c),o.slice(0,h)+ve+o.slice(h)+y+g):o+y+(h===-2?d:g)}return[we(n,a+(n[t]||"<?>")+(e===2?"</svg>":e===3?"</math>":"")),s]},N=class n{constructor({strings:e,_$litType$:t},s){let i;this.parts=[];let a=0,r=0,d=e.length-1,o=this.parts,[c,u]=qe(e,t);if(this.el=n.createElement(c,s),v.currentNode=this.el.content,t===2||t===3){let h=this.el.content.firstChild;h.replaceWith(...h.childNodes)}for(;(i=v.nextNode())!==null&&o.length<d;){if(i.nodeType===1){if(i.hasAttributes())for(let h of i.getAttributeNames())if(h.endsWith(ve)){let m=u[r++],g=i.getAttribute(h).split(y),H=/([.?@])?(.*)/.exec(m);o.push({type:1,index:a,name:H[2],strings:g,ctor:H[1]==="."?G:H[1]==="?"?Q:H[1]==="@"?J:k}),i.removeAttribute(h)}else h.startsWith(y)&&(o.push({type:6,index:a}),i.removeAttribute(h));if(xe.test(i.tagName)){let h=i.textContent.split(y),m=h.length-1;if(m>0){i.textContent=M?M.emptyScript:"";for(let g=0;g<m;g++)i.append(h[g],D()),v.nextNode(),o.push({type:2,index:++a});i.append(h[m],D())}}}else if(i.nodeType===8)if(i.data===be)o.push({type:2,index:a});else{let h=-1;for(;(h=i.data.indexOf(y,h+1))!==-1;)o.push({type:7,index:a}),h+=y.length-1}a++}}static createElement(e,t){let s=b.createElement("template");return s.innerHTML=e,s}};function w(n,e,t=n,s){if(e===x)return e;let i=s!==void 0?t._$Co?.[s]:t._$Cl,a=P(e)?void 0:e._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(n),i._$AT(n,t,s)),s!==void 0?(t._$Co??=[])[s]=i:t._$Cl=i),i!==void 0&&(e=w(n,i._$AS(n,e.values),i,s)),e}var Z=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:s}=this._$AD,i=(e?.creationScope??b).importNode(t,!0);v.currentNode=i;let a=v.nextNode(),r=0,d=0,o=s[0];for(;o!==void 0;){if(r===o.index){let c;o.type===2?c=new L(a,a.nextSibling,this,e):o.type===1?c=new o.ctor(a,o.name,o.strings,this,e):o.type===6&&(c=new X(a,this,e)),this._$AV.push(c),o=s[++d]}r!==o?.index&&(a=v.nextNode(),r++)}return v.currentNode=b,i}p(e){let t=0;for(let s of this._$AV)s!==void 0&&(s.strings!==void 0?(s._$AI(e,s,t),t+=s.strings.length-2):s._$AI(e[t])),t++}},L=class n{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,s,i){this.type=2,this._$AH=l,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=s,this.options=i,this._$Cv=i?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=w(this,e,t),P(e)?e===l||e==null||e===""?(this._$AH!==l&&this._$AR(),this._$AH=l):e!==this._$AH&&e!==x&&this._(e):e._$litType$!==void 0?this.$(e):e.nodeType!==void 0?this.T(e):Be(e)?this.k(e):this._(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==l&&P(this._$AH)?this._$AA.nextSibling.data=e:this.T(b.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:s}=e,i=typeof s=="number"?this._$AC(e):(s.el===void 0&&(s.el=N.createElement(we(s.h,s.h[0]),this.options)),s);if(this._$AH?._$AD===i)this._$AH.p(t);else{let a=new Z(i,this),r=a.u(this.options);a.p(t),this.T(r),this._$AH=a}}_$AC(e){let t=$e.get(e.strings);return t===void 0&&$e.set(e.strings,t=new N(e)),t}k(e){ee(this._$AH)||(this._$AH=[],this._$AR());let t=this._$AH,s,i=0;for(let a of e)i===t.length?t.push(s=new n(this.O(D()),this.O(D()),this,this.options)):s=t[i],s._$AI(a),i++;i<t.length&&(this._$AR(s&&s._$AB.nextSibling,i),t.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let s=ue(e).nextSibling;ue(e).remove(),e=s}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},k=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,s,i,a){this.type=1,this._$AH=l,this._$AN=void 0,this.element=e,this.name=t,this._$AM=i,this.options=a,s.length>2||s[0]!==""||s[1]!==""?(this._$AH=Array(s.length-1).fill(new String),this.strings=s):this._$AH=l}_$AI(e,t=this,s,i){let a=this.strings,r=!1;if(a===void 0)e=w(this,e,t,0),r=!P(e)||e!==this._$AH&&e!==x,r&&(this._$AH=e);else{let d=e,o,c;for(e=a[0],o=0;o<a.length-1;o++)c=w(this,d[s+o],t,o),c===x&&(c=this._$AH[o]),r||=!P(c)||c!==this._$AH[o],c===l?e=l:e!==l&&(e+=(c??"")+a[o+1]),this._$AH[o]=c}r&&!i&&this.j(e)}j(e){e===l?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??"")}},G=class extends k{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===l?void 0:e}},Q=class extends k{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==l)}},J=class extends k{constructor(e,t,s,i,a){super(e,t,s,i,a),this.type=5}_$AI(e,t=this){if((e=w(this,e,t,0)??l)===x)return;let s=this._$AH,i=e===l&&s!==l||e.capture!==s.capture||e.once!==s.once||e.passive!==s.passive,a=e!==l&&(s===l||i);i&&this.element.removeEventListener(this.name,this,s),a&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},X=class{constructor(e,t,s){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=s}get _$AU(){return this._$AM._$AU}_$AI(e){w(this,e)}};var Ke=Y.litHtmlPolyfillSupport;Ke?.(N,L),(Y.litHtmlVersions??=[]).push("3.3.3");var ke=(n,e,t)=>{let s=t?.renderBefore??e,i=s._$litPart$;if(i===void 0){let a=t?.renderBefore??null;s._$litPart$=i=new L(e.insertBefore(D(),a),a,void 0,t??{})}return i._$AI(n),i};/**
 * @license
 * Copyright 2017 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var se=globalThis,_=class extends f{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=ke(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return x}};_._$litElement$=!0,_.finalized=!0,se.litElementHydrateSupport?.({LitElement:_});var Ze=se.litElementPolyfillSupport;Ze?.({LitElement:_});(se.litElementVersions??=[]).push("4.2.2");/**
 * @license
 * Copyright 2022 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */function W(n){return Object.keys(n.states).filter(e=>{let t=n.entities?.[e];return e.startsWith("calendar.")&&t?.platform==="liftday"&&t.translation_key!=="runs"})}var Ae=F`
  :host {
    --liftday-hard: var(--red-color, #c0392b);
    --liftday-easy: var(--green-color, #2e7d32);
    --liftday-long: var(--purple-color, #6a3fa0);
    --liftday-race: var(--deep-orange-color, #a8330c);
    --liftday-calm: var(--secondary-text-color, #4d5156);
    --liftday-lift: var(--primary-color, #0b6bcb);
    display: block;
    height: 100%;
  }
  ha-card {
    height: 100%;
    box-sizing: border-box;
    padding: 16px;
    container-type: inline-size;
    overflow: hidden;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 4px 12px;
    margin-bottom: 12px;
  }
  h2 {
    font-size: var(--ha-font-size-xl, 1.25rem);
    font-weight: 500;
    margin: 0;
  }
  .advice {
    margin: 0;
    color: var(--primary-text-color);
    flex: 1 1 16em;
  }
  .notice {
    margin: 0 0 12px;
    padding: 8px 12px;
    border-radius: 8px;
    border: 1px solid var(--warning-color, #b26a00);
  }
  h3 {
    font-size: 0.875rem;
    font-weight: 500;
    color: var(--secondary-text-color);
    margin: 12px 0 4px;
  }
  ol {
    list-style: none;
    margin: 0;
    padding: 0;
    display: grid;
    gap: 6px;
    grid-template-columns: repeat(7, minmax(0, 1fr));
  }
  .day {
    all: unset;
    box-sizing: border-box;
    width: 100%;
    height: 100%;
    min-height: 104px;
    display: flex;
    flex-direction: column;
    gap: 4px;
    padding: 8px;
    border-radius: 10px;
    border: 1px solid var(--divider-color, #dadce0);
    cursor: pointer;
    overflow-wrap: anywhere;
    hyphens: auto;
  }
  .day:hover {
    background: var(--secondary-background-color, #f1f3f4);
  }
  .day:focus-visible,
  .actions button:focus-visible,
  .close:focus-visible {
    outline: 2px solid var(--primary-color, #0b6bcb);
    outline-offset: 2px;
  }
  .day.today {
    border: 2px solid var(--primary-color, #0b6bcb);
    padding: 7px;
  }
  .day[aria-expanded="true"] {
    background: var(--secondary-background-color, #f1f3f4);
  }
  .day.past .date,
  .day.past .because {
    color: var(--secondary-text-color);
  }
  .date {
    font-size: 0.8125rem;
    font-weight: 500;
  }
  .effort {
    display: flex;
    align-items: center;
    gap: 4px;
    font-size: 0.8125rem;
    color: var(--tone);
    --mdc-icon-size: 16px;
    --ha-icon-display: inline-flex;
  }
  .expected {
    font-style: italic;
  }
  .hard { --tone: var(--liftday-hard); }
  .easy { --tone: var(--liftday-easy); }
  .long { --tone: var(--liftday-long); }
  .race { --tone: var(--liftday-race); }
  .rest, .uncertain, .unknown { --tone: var(--liftday-calm); }
  .session {
    display: flex;
    flex-direction: column;
    gap: 2px;
    border-inline-start: 3px solid var(--liftday-lift);
    padding-inline-start: 6px;
    font-size: 0.8125rem;
    margin-top: auto;
  }
  .session.done {
    border-inline-start-style: dashed;
  }
  .session strong {
    font-weight: 500;
  }
  .moved {
    color: var(--secondary-text-color);
    font-size: 0.75rem;
  }
  .left {
    text-decoration: line-through;
    color: var(--secondary-text-color);
    font-size: 0.75rem;
  }
  .details {
    margin-top: 12px;
    padding: 12px;
    border-radius: 10px;
    background: var(--secondary-background-color, #f1f3f4);
    color: var(--primary-text-color);
    position: relative;
  }
  .details h4 {
    margin: 0 40px 8px 0;
    font-size: 1rem;
    font-weight: 500;
  }
  .details h5 {
    margin: 12px 0 4px;
    font-size: 0.8125rem;
    font-weight: 500;
    color: var(--secondary-text-color);
  }
  .details p,
  .details ul {
    margin: 0;
  }
  .details ul {
    padding-inline-start: 20px;
  }
  .close {
    all: unset;
    position: absolute;
    inset-inline-end: 4px;
    top: 4px;
    min-width: 44px;
    min-height: 44px;
    display: grid;
    place-items: center;
    cursor: pointer;
    border-radius: 22px;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-top: 12px;
  }
  .actions button {
    font: inherit;
    color: var(--primary-color, #0b6bcb);
    background: var(--card-background-color, #fff);
    border: 1px solid currentColor;
    border-radius: 22px;
    min-height: 44px;
    padding: 0 18px;
    cursor: pointer;
  }
  .actions button[disabled] {
    opacity: 0.5;
    cursor: default;
  }
  .failed {
    margin-top: 8px;
    color: var(--error-color, #b3261e);
  }
  @container (max-width: 620px) {
    ol {
      grid-template-columns: minmax(0, 1fr);
      gap: 4px;
    }
    .day {
      min-height: 48px;
      display: grid;
      grid-template-columns: 6.5em minmax(0, 7em) minmax(0, 1fr);
      align-items: center;
    }
    .session {
      margin-top: 0;
      grid-column: 3;
    }
    .gone {
      grid-column: 3;
    }
  }
  @container (min-width: 1100px) {
    .day {
      min-height: 150px;
    }
    .date, .effort, .session {
      font-size: 1rem;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .day {
      transition: background-color 120ms ease-out;
    }
  }
`;var Se={hard:"Hart",easy:"Locker",long:"Lang",race:"Wettkampf",uncertain:"Unklar",rest:"Kein Lauf",unknown:"Unbekannt",expected:"erwartet",strength:"Kraft",today:"Heute",thisWeek:"Diese Woche",nextWeek:"N\xE4chste Woche",movedFrom:"verschoben von {day}",movedTo:"verschoben auf {day}",done:"Erledigt",pushBack:"Verschieben",skip:"Auslassen",undo:"Zur\xFCcknehmen",pinned:"fest",isDone:"erledigt",why:"Warum",whyNot:"Warum hier keine Einheit steht",exercises:"Was zu tun ist",minutes:"{n} min",close:"Schlie\xDFen",stale:"Die Daten sind alt, deshalb wartet der Plan.",paused:"Der Plan ruht.",unavailable:"Liftday antwortet nicht; das ist der letzte Plan.",waiting:"Der Plan kommt gleich \u2026",noEntity:"W\xE4hle in den Einstellungen der Karte einen Kalender von Liftday.",failed:"Das ging nicht: {reason}",cardName:"Liftday-Woche",cardDescription:"Vierzehn Tage: L\xE4ufe, Krafteinheiten und warum.",dashboardName:"Liftday",dashboardDescription:"L\xE4ufe und Kraft f\xFCr alle im Haus.",entity:"Kalender der Person",title:"Titel",weeks:"Wochen",nothing:"Noch spricht nichts f\xFCr oder gegen diesen Tag."};var ie={hard:"Hard",easy:"Easy",long:"Long",race:"Race",uncertain:"Unclear",rest:"No run",unknown:"Unknown",expected:"expected",strength:"Strength",today:"Today",thisWeek:"This week",nextWeek:"Next week",movedFrom:"moved from {day}",movedTo:"moved to {day}",done:"Done",pushBack:"Push back",skip:"Skip",undo:"Undo",pinned:"pinned",isDone:"done",why:"Why",whyNot:"Why no session here",exercises:"What to do",minutes:"{n} min",close:"Close",stale:"The data are old, so the plan waits.",paused:"The plan is paused.",unavailable:"Liftday does not answer; this is the last plan it sent.",waiting:"Waiting for the plan \u2026",noEntity:"Choose a Liftday calendar in the card's settings.",failed:"That did not work: {reason}",cardName:"Liftday week",cardDescription:"Fourteen days: runs, strength sessions, and why.",dashboardName:"Liftday",dashboardDescription:"Runs and strength of every athlete.",entity:"Athlete's calendar",title:"Title",weeks:"Weeks",nothing:"Nothing speaks for or against this day yet."};var Ee={hard:"Duro",easy:"Suave",long:"Largo",race:"Carrera",uncertain:"Dudoso",rest:"Sin correr",unknown:"Desconocido",expected:"previsto",strength:"Fuerza",today:"Hoy",thisWeek:"Esta semana",nextWeek:"Pr\xF3xima semana",movedFrom:"movida desde {day}",movedTo:"movida a {day}",done:"Hecha",pushBack:"Aplazar",skip:"Omitir",undo:"Deshacer",pinned:"fijada",isDone:"hecha",why:"Por qu\xE9",whyNot:"Por qu\xE9 no hay sesi\xF3n aqu\xED",exercises:"Qu\xE9 hacer",minutes:"{n} min",close:"Cerrar",stale:"Los datos son antiguos; el plan espera.",paused:"El plan est\xE1 en pausa.",unavailable:"Liftday no responde; este es su \xFAltimo plan.",waiting:"El plan est\xE1 en camino \u2026",noEntity:"Elige un calendario de Liftday en los ajustes de la tarjeta.",failed:"No ha funcionado: {reason}",cardName:"Semana Liftday",cardDescription:"Catorce d\xEDas: carreras, sesiones de fuerza y por qu\xE9.",dashboardName:"Liftday",dashboardDescription:"Correr y fuerza para toda la casa.",entity:"Calendario de la persona",title:"T\xEDtulo",weeks:"Semanas",nothing:"Nada habla a\xFAn a favor o en contra de este d\xEDa."};var Ce={hard:"Dur",easy:"Facile",long:"Long",race:"Course",uncertain:"Incertain",rest:"Pas de course",unknown:"Inconnu",expected:"pr\xE9vu",strength:"Muscu",today:"Aujourd\u2019hui",thisWeek:"Cette semaine",nextWeek:"Semaine prochaine",movedFrom:"d\xE9plac\xE9e de {day}",movedTo:"d\xE9plac\xE9e \xE0 {day}",done:"Fait",pushBack:"Repousser",skip:"Passer",undo:"Annuler",pinned:"fix\xE9e",isDone:"faite",why:"Pourquoi",whyNot:"Pourquoi pas de s\xE9ance ici",exercises:"Au programme",minutes:"{n} min",close:"Fermer",stale:"Les donn\xE9es sont anciennes, le plan attend.",paused:"Le plan est en pause.",unavailable:"Liftday ne r\xE9pond pas ; voici son dernier plan.",waiting:"Le plan arrive \u2026",noEntity:"Choisissez un calendrier Liftday dans les r\xE9glages de la carte.",failed:"Cela n\u2019a pas march\xE9 : {reason}",cardName:"Semaine Liftday",cardDescription:"Quatorze jours : courses, s\xE9ances de muscu, et pourquoi.",dashboardName:"Liftday",dashboardDescription:"Course et muscu pour toute la maison.",entity:"Calendrier de la personne",title:"Titre",weeks:"Semaines",nothing:"Rien ne plaide encore pour ou contre ce jour."};var Te={hard:"Duro",easy:"Facile",long:"Lungo",race:"Gara",uncertain:"Incerto",rest:"Niente corsa",unknown:"Sconosciuto",expected:"previsto",strength:"Forza",today:"Oggi",thisWeek:"Questa settimana",nextWeek:"Settimana prossima",movedFrom:"spostata da {day}",movedTo:"spostata a {day}",done:"Fatta",pushBack:"Rimanda",skip:"Salta",undo:"Annulla",pinned:"fissata",isDone:"fatta",why:"Perch\xE9",whyNot:"Perch\xE9 qui non c\u2019\xE8 una seduta",exercises:"Cosa fare",minutes:"{n} min",close:"Chiudi",stale:"I dati sono vecchi, perci\xF2 il piano aspetta.",paused:"Il piano \xE8 in pausa.",unavailable:"Liftday non risponde; questo \xE8 il suo ultimo piano.",waiting:"Il piano sta arrivando \u2026",noEntity:"Scegli un calendario Liftday nelle impostazioni della scheda.",failed:"Non ha funzionato: {reason}",cardName:"Settimana Liftday",cardDescription:"Quattordici giorni: corse, sedute di forza e perch\xE9.",dashboardName:"Liftday",dashboardDescription:"Corsa e forza per tutta la casa.",entity:"Calendario della persona",title:"Titolo",weeks:"Settimane",nothing:"Ancora niente parla a favore o contro questo giorno."};var De={hard:"Zwaar",easy:"Rustig",long:"Lang",race:"Wedstrijd",uncertain:"Onduidelijk",rest:"Geen loop",unknown:"Onbekend",expected:"verwacht",strength:"Kracht",today:"Vandaag",thisWeek:"Deze week",nextWeek:"Volgende week",movedFrom:"verzet van {day}",movedTo:"verzet naar {day}",done:"Gedaan",pushBack:"Uitstellen",skip:"Overslaan",undo:"Ongedaan maken",pinned:"vast",isDone:"gedaan",why:"Waarom",whyNot:"Waarom hier geen training staat",exercises:"Wat te doen",minutes:"{n} min",close:"Sluiten",stale:"De gegevens zijn oud, dus het plan wacht.",paused:"Het plan staat stil.",unavailable:"Liftday antwoordt niet; dit is het laatste plan.",waiting:"Het plan komt eraan \u2026",noEntity:"Kies een Liftday-agenda in de instellingen van de kaart.",failed:"Dat lukte niet: {reason}",cardName:"Liftday-week",cardDescription:"Veertien dagen: lopen, krachttraining en waarom.",dashboardName:"Liftday",dashboardDescription:"Lopen en kracht voor het hele huis.",entity:"Agenda van de persoon",title:"Titel",weeks:"Weken",nothing:"Er spreekt nog niets voor of tegen deze dag."};var Pe={de:Se,en:ie,es:Ee,fr:Ce,it:Te,nl:De};function A(n){return Pe[n]??Pe[n.split("-")[0]??""]??ie}function S(n,e){return n.replace(/\{(\w+)\}/g,(t,s)=>String(e[s]??t))}var Ge=new Set(["planned","locked","done"]);function R(n,e){return new Intl.DateTimeFormat("en-CA",{timeZone:e,year:"numeric",month:"2-digit",day:"2-digit"}).format(new Date(n))}function Ne(n,e){let t=n.athlete.time_zone,s=n.sessions.filter(i=>Ge.has(i.status));return n.days.slice(0,e*7).map(i=>({day:i,isToday:i.date===n.today,isPast:i.date<n.today,sessions:s.filter(a=>R(a.start,t)===i.date),left:s.filter(a=>a.original_date===i.date&&R(a.start,t)!==i.date),activities:n.activities.filter(a=>a.local_date===i.date)}))}function ne(n){return n.status==="planned"||n.status==="locked"}function Le(n,e){return n.original_date!==R(n.start,e)}function Re(n,e){let t=n.sessions.filter(s=>ne(s)).flatMap(s=>s.passed_over.filter(i=>i.date===e).map(i=>i.reason));return[...new Set(t)]}var Qe={hard:"mdi:fire",easy:"mdi:leaf",long:"mdi:road-variant",race:"mdi:flag-checkered",uncertain:"mdi:help-circle-outline",rest:"mdi:minus",unknown:"mdi:help"},j=class extends _{static styles=Ae;static properties={hass:{attribute:!1},_config:{state:!0},_week:{state:!0},_open:{state:!0},_busy:{state:!0},_failed:{state:!0}};_unsubscribe;_followed;_turn=0;static getStubConfig(e){let t=W(e)[0];return t?{entity:t,weeks:2}:{weeks:2}}static getConfigForm(){let e=document.documentElement.lang||"en",t=A(e);return{schema:[{name:"entity",required:!0,selector:{entity:{filter:{domain:"calendar",integration:"liftday"}}}},{name:"title",selector:{text:{}}},{name:"weeks",selector:{number:{min:1,max:2,mode:"box"}}}],computeLabel:s=>t[s.name]}}setConfig(e){if(e.weeks!==void 0&&e.weeks!==1&&e.weeks!==2)throw new Error("weeks must be 1 or 2");this._config=e}getCardSize(){return this._weeks===1?4:7}getGridOptions(){return{columns:12,min_columns:6,rows:"auto"}}connectedCallback(){super.connectedCallback(),this._follow()}disconnectedCallback(){super.disconnectedCallback(),this._stop()}updated(e){(e.has("hass")||e.has("_config"))&&this._follow()}get _weeks(){return this._config?.weeks===1?1:2}_follow(){let e=this._config?.entity;if(!this.hass||!this.isConnected||e===this._followed)return;this._stop(),this._followed=e;let t=++this._turn;e&&this.hass.connection.subscribeMessage(s=>this._week=s,{type:"liftday/subscribe",entity_id:e}).then(s=>{this._followed===e&&this._turn===t?this._unsubscribe=s:s()}).catch(s=>{this._followed===e&&(this._failed=s.message??String(s))})}_stop(){this._unsubscribe?.(),this._unsubscribe=void 0,this._followed=void 0}render(){let e=this.hass?.locale?.language??this.hass?.language??"en",t=A(e);if(!this._config?.entity)return p`<ha-card><p>${t.noEntity}</p></ha-card>`;if(!this._week)return p`<ha-card><p role="status">${this._failed?S(t.failed,{reason:this._failed}):t.waiting}</p></ha-card>`;let{snapshot:s,available:i}=this._week,a=Ne(s,this._weeks),r=a.find(d=>d.day.date===this._open);return p`<ha-card>
      <header>
        <h2>${this._config.title||s.athlete.name}</h2>
        <p class="advice">${s.advice.reason}</p>
      </header>
      ${this._notice(s,i)}
      ${[0,1].slice(0,this._weeks).map(d=>{let o=a.slice(d*7,d*7+7);return p`<h3 id="week-${d}">${d===0?t.thisWeek:t.nextWeek}</h3>
          <ol aria-labelledby="week-${d}">
            ${o.map(c=>p`<li>${this._day(c,s,e)}</li>`)}
          </ol>
          ${r&&o.includes(r)?this._details(r,s,e):l}`})}
    </ha-card>`}_notice(e,t){let s=this._texts,i=t?e.state==="stale"?s.stale:e.state==="paused"?s.paused:"":s.unavailable;return i?p`<p class="notice" role="status">${i}</p>`:l}get _texts(){return A(this.hass?.locale?.language??this.hass?.language??"en")}_day(e,t,s){let i=this._texts,{day:a}=e,r=t.athlete.time_zone,d=i[a.effort];return p`<button
      type="button"
      class="day ${e.isToday?"today":""} ${e.isPast?"past":""}"
      aria-expanded=${this._open===a.date}
      aria-controls="details"
      aria-current=${e.isToday?"date":l}
      data-date=${a.date}
      @click=${()=>this._toggle(a.date)}
    >
      <span class="date">${e.isToday?i.today:ae(a.date,s,"short")} ${Je(a.date,s)}</span>
      <span class="effort ${a.effort} ${a.expected?"expected":""}">
        <ha-icon icon=${Qe[a.effort]??"mdi:help"} aria-hidden="true"></ha-icon>
        <span>${d}${a.expected&&a.effort!=="rest"?p` <small>(${i.expected})</small>`:l}</span>
      </span>
      ${e.sessions.map(o=>p`<span class="session ${o.status}">
          <strong>${i.strength} ${this._clock(o,r,s)}</strong>
          ${o.status==="done"?p`<span>✓ ${i.isDone}</span>`:l}
          ${o.status==="locked"?p`<span>${i.pinned}</span>`:l}
          ${Le(o,r)?p`<span class="moved">↪ ${S(i.movedFrom,{day:ae(o.original_date,s,"short")})}</span>`:l}
        </span>`)}
      ${e.left.map(o=>p`<span class="gone"
          ><span class="left">${i.strength}</span>
          <span class="moved">↪ ${S(i.movedTo,{day:ae(R(o.start,r),s,"short")})}</span></span
        >`)}
    </button>`}_details(e,t,s){let i=this._texts,a=e.sessions.length?[]:Re(t,e.day.date),r=e.activities.flatMap(d=>d.evidence).slice(0,3);return p`<section class="details" id="details" role="region" aria-label=${He(e.day.date,s)}>
      <h4>${He(e.day.date,s)}: ${i[e.day.effort]}</h4>
      <button type="button" class="close" aria-label=${i.close} @click=${()=>this._toggle(e.day.date)}>✕</button>
      <p class="because">${e.day.because||i.nothing}</p>
      ${r.length?p`<ul>${r.map(d=>p`<li>${d}</li>`)}</ul>`:l}
      ${e.sessions.map(d=>this._session(d,t,s))}
      ${a.length?p`<h5>${i.whyNot}</h5>
            <ul>${a.map(d=>p`<li>${d}</li>`)}</ul>`:l}
      ${this._failed?p`<p class="failed" role="alert">${S(i.failed,{reason:this._failed})}</p>`:l}
    </section>`}_session(e,t,s){let i=this._texts,a=t.athlete.time_zone,r=Math.round((Date.parse(e.end)-Date.parse(e.start))/6e4),d=ne(e)?["done","push_back","skip"]:e.status==="done"?["undo"]:[],o={done:i.done,push_back:i.pushBack,skip:i.skip,undo:i.undo};return p`<h5>${i.strength}, ${this._clock(e,a,s)}, ${S(i.minutes,{n:r})}</h5>
      <p><strong>${e.title}</strong></p>
      <p>${e.reason}</p>
      ${e.exercises.length?p`<h5>${i.exercises}</h5>
            <ul>${e.exercises.map(c=>p`<li>${c.name}: ${c.sets} × ${c.reps}</li>`)}</ul>`:l}
      <div class="actions">
        ${d.map(c=>p`<button
            type="button"
            data-verb=${c}
            ?disabled=${this._busy||!this._week?.available}
            @click=${()=>this._say(c,e)}
          >
            ${o[c]}
          </button>`)}
      </div>`}_clock(e,t,s){return Xe(e.start,t,s,this.hass?.locale?.time_format)}_toggle(e){this._failed="",this._open=this._open===e?void 0:e,this._open||this.renderRoot.querySelector(`[data-date="${e}"]`)?.focus()}async _say(e,t){if(!(!this.hass||!this._week)){this._busy=!0,this._failed="";try{await this.hass.callService("liftday",e,{device_id:this._week.device_id,session:t.uid},void 0,!1)}catch(s){this._failed=s.message??String(s)}finally{this._busy=!1}}}};function re(n){return new Date(`${n}T00:00:00Z`)}function ae(n,e,t){return new Intl.DateTimeFormat(e,{weekday:t,timeZone:"UTC"}).format(re(n))}function Je(n,e){return new Intl.DateTimeFormat(e,{day:"numeric",timeZone:"UTC"}).format(re(n))}function He(n,e){return new Intl.DateTimeFormat(e,{weekday:"long",day:"numeric",month:"long",timeZone:"UTC"}).format(re(n))}function Xe(n,e,t,s){let i=s==="12"?{hour12:!0}:s==="24"?{hour12:!1}:{};return new Intl.DateTimeFormat(t,{hour:"numeric",minute:"2-digit",timeZone:e,...i}).format(new Date(n))}function Ye(n,e){let t=n.entities??{},s=t[e]?.device_id,i=new Map;for(let[a,r]of Object.entries(t))r?.platform==="liftday"&&r.device_id===s&&r.translation_key&&i.set(r.translation_key,a);return i}var et=["day_advice","next_session","last_run_class","days_since_hard","hard_days_week"];function tt(n,e){let t=Ye(n,e),s=et.flatMap(d=>t.has(d)?[{type:"tile",entity:t.get(d),name:{type:"entity"}}]:[]),i=t.get("strength_week"),a=t.get("run_minutes_week");return{title:String(n.states[e]?.attributes.friendly_name??e).replace(/^Liftday /,""),path:e.replace(/^calendar\./,""),icon:"mdi:run-fast",type:"sections",max_columns:3,sections:[{type:"grid",column_span:3,cards:[{type:"custom:liftday-week-card",entity:e,weeks:2,grid_options:{columns:"full"}}]},{type:"grid",cards:s},{type:"grid",cards:i?[{type:"todo-list",entity:i}]:[]},{type:"grid",cards:[{type:"calendar",entities:[e],initial_view:"listWeek"},...a?[{type:"statistics-graph",entities:[a],period:"week",days_to_show:90,stat_types:["change"]}]:[]]}].filter(d=>d.cards.length)}}var I=class extends HTMLElement{static async generate(e,t){return{views:W(t).map(s=>tt(t,s))}}};if(!customElements.get("liftday-week-card")){customElements.define("liftday-week-card",j),customElements.define("ll-strategy-dashboard-liftday",I);let n=window,e=A(document.documentElement.lang||navigator.language);(n.customCards??=[]).push({type:"liftday-week-card",name:e.cardName,description:e.cardDescription,preview:!0,getEntitySuggestion:(t,s)=>s.startsWith("calendar.")&&t.entities?.[s]?.platform==="liftday"?{config:{type:"custom:liftday-week-card",entity:s}}:null}),(n.customStrategies??=[]).push({type:"liftday",strategyType:"dashboard",name:e.dashboardName,description:e.dashboardDescription})}
